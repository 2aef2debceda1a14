#pragma once
// A server with recorded actions and a raw client, over real sockets.

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "os/files.h"
#include "os/socket.h"
#include "sandbox/server/server.h"

namespace sandbox::server {

// Writes down what was asked of it; merges and spawns can be made to take their time.
class RecordedActions : public Actions {
 public:
  Family family() override { return family_; }
  base::Result<> set_status(std::string_view word) override { return note("status " + std::string(word)); }
  base::Result<> set_title(std::string_view title) override { return note("title " + std::string(title)); }
  base::Result<> spawn(const rpc::SpawnAgent& request, const Sink&, const CancelToken& cancel) override {
    if (spawn_time.count() > 0) (void)cancel.wait_for(spawn_time);
    return note("spawn " + request.branch_name.value_or("-") + (request.open_if_exists ? " open" : ""));
  }
  base::Result<> merge(const rpc::Merge& request, const Sink& sink, const CancelToken& cancel) override {
    last_merge = request;
    for (const std::string& part : merge_output) sink(part);
    if (merge_time.count() > 0 && cancel.wait_for(merge_time)) {
      cancelled = true;
      return base::fail("cancelled");
    }
    return note("merge " + request.name + " " + request.into.value_or("-"));
  }
  base::Result<> close(const rpc::Close& request, const Sink& sink, const CancelToken&) override {
    sink("closed\n");
    return note("close " + request.name);
  }
  std::optional<bool> ask(std::string_view subject, const CancelToken&) override {
    (void)note("ask " + std::string(subject));
    return answer;
  }
  int execute(const rpc::Exec& request, const ExecSinks& sinks, const CancelToken&) override {
    for (const std::string& argument : request.arguments) sinks.output(argument);
    sinks.errors("e");
    return 7;
  }

  std::vector<std::string> calls() {
    const std::lock_guard lock(mutex_);
    return calls_;
  }

  Family family_ = {{"feat", "feature/login", "main"}, {{"sub", "sub", "feature/login"}}, 0};
  std::optional<bool> answer;
  std::chrono::milliseconds merge_time{0};
  std::chrono::milliseconds spawn_time{0};
  std::vector<std::string> merge_output;
  std::atomic<bool> cancelled = false;
  rpc::Merge last_merge;

 private:
  base::Result<> note(std::string text) {
    const std::lock_guard lock(mutex_);
    calls_.push_back(std::move(text));
    return {};
  }
  std::mutex mutex_;
  std::vector<std::string> calls_;
};

// A client that says exactly what it is told.
class RawClient {
 public:
  explicit RawClient(os::Descriptor socket) : socket_(std::move(socket)) {}

  // False when the other side is gone.
  bool say(std::string_view bytes) { return os::write_all(socket_, bytes, std::chrono::seconds(10)).has_value(); }
  // Everything until the other side closes; "(timeout)" at the end when it does not.
  std::string hear_all(std::chrono::milliseconds limit = std::chrono::seconds(10)) {
    while (true) {
      auto bytes = os::read_some(socket_, 65536, limit);
      if (!bytes) return heard_ + "(timeout or reset)";
      if (bytes->empty()) return heard_;
      heard_ += *bytes;
    }
  }
  // One line with its newline; "" at the end of the stream.
  std::string hear(std::chrono::milliseconds limit = std::chrono::seconds(10)) {
    while (!heard_.contains('\n')) {
      auto bytes = os::read_some(socket_, 65536, limit);
      if (!bytes || bytes->empty()) return "";
      heard_ += *bytes;
    }
    std::string line = heard_.substr(0, heard_.find('\n') + 1);
    heard_.erase(0, line.size());
    return line;
  }
  void hang_up() { socket_.reset(); }
  const os::Descriptor& socket() const { return socket_; }

 private:
  os::Descriptor socket_;
  std::string heard_;
};

enum class Transport { tcp, unix_socket };

class ServerTest : public testing::TestWithParam<Transport> {
 protected:
  void SetUp() override {
    directory_ = *os::make_temporary_directory(testing::TempDir(), "rpc-");
    options_.token = make_token();
    if (GetParam() == Transport::tcp) {
      options_.listen = {{{}, "127.0.0.1", 0}};
    } else {
      options_.listen = {{directory_ / "rpc.sock", "", 0}};
    }
    options_.log = [this](std::string_view text) {
      const std::lock_guard lock(log_mutex_);
      log_ += std::string(text) + "\n";
    };
  }
  void TearDown() override {
    server_.reset();
    ASSERT_TRUE(os::remove_tree(directory_));
  }

  void start() {
    auto server = Server::create(options_, actions_);
    ASSERT_TRUE(server) << base::describe(server.error());
    server_.emplace(*std::move(server));
  }
  RawClient connect() {
    auto socket = GetParam() == Transport::tcp ? os::connect_tcp("127.0.0.1", server_->port(), std::chrono::seconds(5))
                                               : os::connect_unix(directory_ / "rpc.sock", std::chrono::seconds(5));
    EXPECT_TRUE(socket) << base::describe(socket.error());
    return RawClient(socket ? *std::move(socket) : os::Descriptor());
  }
  std::string header() const { return "{\"token\":\"" + options_.token + "\"}\n"; }
  RawClient login() {
    RawClient client = connect();
    EXPECT_TRUE(client.say(header()));
    return client;
  }
  // One request on a connection of its own; its first reply.
  std::string ask(const std::string& line) {
    RawClient client = login();
    EXPECT_TRUE(client.say(line + "\n"));
    return client.hear();
  }
  std::string log() {
    const std::lock_guard lock(log_mutex_);
    return log_;
  }
  bool logs(std::string_view text) {
    for (int i = 0; i < 500; ++i) {
      if (log().contains(text)) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }

  std::filesystem::path directory_;
  ServerOptions options_;
  RecordedActions actions_;
  std::optional<Server> server_;

 private:
  std::mutex log_mutex_;
  std::string log_;
};

inline std::string transport_name(const testing::TestParamInfo<Transport>& info) {
  return info.param == Transport::tcp ? "tcp" : "unix";
}

constexpr const char* kOk = "{\"type\":\"Ok\"}\n";

}  // namespace sandbox::server
