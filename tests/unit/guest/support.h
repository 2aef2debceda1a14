#pragma once
// The guest program itself against a host whose answers a test writes down.

#include <gtest/gtest.h>

#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "os/files.h"
#include "os/process.h"
#include "os/socket.h"
#include "rpc/codec.h"
#include "rpc/lines.h"

namespace guest {

// Accepts connections one after the other, answers the first request of each with `reply`, remembers what it was told.
class ScriptedHost {
 public:
  ScriptedHost(const std::filesystem::path& socket, std::string reply) : socket_(socket), reply_(std::move(reply)) {
    auto listener = os::listen_unix(socket);
    EXPECT_TRUE(listener);
    if (listener) listener_ = *std::move(listener);
    thread_ = std::thread([this] { serve(); });
  }
  ~ScriptedHost() {
    stopping_ = true;
    (void)os::connect_unix(socket_, std::chrono::seconds(1));
    thread_.join();
  }

  std::vector<std::string> lines() {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

 private:
  void serve() {
    while (!stopping_) {
      const auto socket = os::accept_connection(listener_);
      if (!socket || stopping_) continue;
      rpc::LineBuffer buffer(rpc::kLineLimit);
      for (int count = 0; count < 2;) {
        const auto bytes = os::read_some(*socket, 65536, std::chrono::seconds(5));
        if (!bytes || bytes->empty()) break;
        buffer.append(*bytes);
        while (auto line = buffer.next()) {
          const std::lock_guard lock(mutex_);
          lines_.push_back(*line);
          ++count;
        }
      }
      (void)os::write_all(*socket, reply_, std::chrono::seconds(5));
    }
  }

  std::filesystem::path socket_;
  std::string reply_;
  os::Descriptor listener_;
  std::thread thread_;
  std::mutex mutex_;
  std::vector<std::string> lines_;
  std::atomic<bool> stopping_ = false;
};

class GuestTest : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = *os::make_temporary_directory(testing::TempDir(), "guest-");
    environment_.set("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment_.set("HOME", directory_.string());
    environment_.set("TMPDIR", directory_.string());
    environment_.set("WM_SANDBOX_GUEST", "1");
    environment_.set("WM_RPC_SOCK", (directory_ / "rpc.sock").string());
    environment_.set("WM_RPC_TOKEN", std::string(64, 'a'));
    environment_.set("GIT_CONFIG_GLOBAL", "/dev/null");
  }
  void TearDown() override { ASSERT_TRUE(os::remove_tree(directory_)); }

  os::Outcome run(std::vector<std::string> words, std::string input = {}) {
    os::Command command;
    command.arguments = {WORKMUX_GUEST_PROGRAM};
    command.arguments.insert(command.arguments.end(), words.begin(), words.end());
    command.environment = environment_;
    command.directory = working_directory_.empty() ? directory_ : working_directory_;
    command.input = std::move(input);
    command.time_limit = std::chrono::seconds(60);
    auto outcome = os::run(command);
    EXPECT_TRUE(outcome) << base::describe(outcome.error());
    return outcome ? *std::move(outcome) : os::Outcome();
  }
  // The request that the program sends for these words when the host says Ok.
  std::string request_of(const std::vector<std::string>& words) {
    ScriptedHost host(directory_ / "rpc.sock", "{\"type\":\"Ok\"}\n");
    const auto outcome = run(words);
    EXPECT_TRUE(outcome.ok()) << outcome.errors;
    const auto lines = host.lines();
    EXPECT_EQ(lines.size(), 2U);
    if (lines.size() != 2) return "";
    EXPECT_EQ(lines[0], "{\"token\":\"" + std::string(64, 'a') + "\",\"bin\":true}");
    return lines[1];
  }

  std::filesystem::path directory_;
  std::filesystem::path working_directory_;
  os::Environment environment_;
};

}  // namespace guest
