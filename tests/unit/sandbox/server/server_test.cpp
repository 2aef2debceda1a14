// Connections: authentication, framing, limits, hang-ups.
#include "sandbox/server/server.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <random>

#include "base/clock.h"
#include "rpc/client.h"
#include "sandbox/server/support.h"

namespace sandbox::server {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class RpcServer : public ServerTest {};

TEST_P(RpcServer, SBX_A13_AnswersAHeartbeat) {
  start();
  RawClient client = login();
  ASSERT_TRUE(client.say("{\"type\":\"Heartbeat\"}\n"));
  EXPECT_EQ(client.hear(), kOk);
  ASSERT_TRUE(client.say(
      "\n  "
      "\n{\"type\":\"Heartbeat\",\"v\":2}\r\n{\"type\":\"Heartbeat\",\"v\":9}\n{\"type\":\"Heartbeat\",\"v\":1}\n"));
  EXPECT_EQ(client.hear(), "{\"type\":\"Ok\",\"v\":2}\n");
  EXPECT_EQ(client.hear(), "{\"type\":\"Ok\",\"v\":2}\n");
  EXPECT_EQ(client.hear(), "{\"type\":\"Ok\",\"v\":1}\n");
}

TEST_P(RpcServer, SBX_A14_RefusesAWrongToken) {
  start();
  RawClient client = connect();
  ASSERT_TRUE(
      client.say("{\"token\":\"" + std::string(64, '0') + "\"}\n{\"type\":\"SetStatus\",\"status\":\"done\"}\n"));
  EXPECT_EQ(client.hear_all(), "{\"type\":\"Error\",\"message\":\"Invalid token\"}\n");
  EXPECT_TRUE(actions_.calls().empty());
}

TEST_P(RpcServer, SBX_A14_SilenceAndTrickleEndAfterTheHeaderLimit) {
  options_.limits.header = milliseconds(600);
  start();
  const auto begin = base::now();
  RawClient silent = connect();
  RawClient slow = connect();
  std::thread trickle([&] {
    const std::string text = header();
    for (size_t i = 0; i < text.size() && slow.say(text.substr(i, 1)); ++i)
      std::this_thread::sleep_for(milliseconds(50));
  });
  EXPECT_FALSE(silent.hear_all().contains("Ok"));
  const auto silent_for = base::now() - begin;
  trickle.join();
  EXPECT_GE(silent_for, milliseconds(500));
  EXPECT_LT(silent_for, seconds(3));
  EXPECT_LT(base::now() - begin, seconds(3)) << "the whole header would take 4 s";
  EXPECT_EQ(ask("{\"type\":\"Heartbeat\"}"), kOk);
}

TEST_P(RpcServer, SBX_A15_ALineOverOneMebibyteEndsTheConnectionOnly) {
  start();
  RawClient client = login();
  (void)client.say("{\"type\":\"SetTitle\",\"title\":\"" + std::string(1'200'000, 'x') + "\"}\n");
  EXPECT_FALSE(client.hear_all().contains("type")) << "closed without an answer";
  EXPECT_EQ(ask("{\"type\":\"Heartbeat\"}"), kOk);
  RawClient endless = login();
  const std::string part(65536, 'y');
  bool open = true;
  const auto begin = base::now();
  for (int i = 0; i < 1000 && open; ++i) open = endless.say(part);  // far more than the kernel's buffers hold
  EXPECT_FALSE(open);
  EXPECT_LT(base::now() - begin, seconds(9)) << "it was closed, not just no longer read";
  EXPECT_TRUE(actions_.calls().empty());
}

TEST_P(RpcServer, ALargeLineWithinTheLimitIsServed) {
  start();
  const std::string prompt(1'000'000, 'p');
  EXPECT_EQ(ask("{\"type\":\"SpawnAgent\",\"prompt\":\"" + prompt + "\",\"branch_name\":\"big\"}"), kOk);
  EXPECT_FALSE(log().contains(std::string(100, 'p'))) << "SBX E18: no whole prompt in the log";
}

TEST_P(RpcServer, ABadHeaderIsAnsweredAndClosed) {
  options_.limits.bad_tokens = 100;
  start();
  for (const std::string bad :
       {"hello\n", "{}\n", "[]\n", "GET / HTTP/1.1\n", "{\"token\":1}\n", "{\"token\":\"\xff\"}\n"}) {
    RawClient client = connect();
    ASSERT_TRUE(client.say(bad));
    EXPECT_EQ(client.hear_all(), "{\"type\":\"Error\",\"message\":\"bad request\"}\n") << bad;
  }
  RawClient huge = connect();
  (void)huge.say(std::string(20000, 'x'));
  EXPECT_FALSE(huge.hear_all().contains("type"));
}

TEST_P(RpcServer, SBX_W3_ABadRequestIsAnsweredAndClosed) {
  start();
  for (const std::string bad :
       {"hello", "{}", "{\"type\":\"Reboot\"}", "{\"type\":\"Close\"}", "{\"type\":\"Close\",\"name\":\"\xff\"}"}) {
    RawClient client = login();
    ASSERT_TRUE(client.say(bad + "\n{\"type\":\"SetStatus\",\"status\":\"done\"}\n"));
    EXPECT_EQ(client.hear_all(), "{\"type\":\"Error\",\"message\":\"bad request\"}\n") << bad;
  }
  EXPECT_TRUE(actions_.calls().empty());
}

TEST_P(RpcServer, RequestsBeforeAnEndOfStreamAreServed) {
  start();
  RawClient client = connect();
  ASSERT_TRUE(client.say(header() + "{\"type\":\"SetStatus\",\"status\":\"done\"}\n{\"type\":\"Heartbeat\"}\n"));
  shutdown(client.socket().get(), SHUT_WR);
  EXPECT_EQ(client.hear_all(), std::string(kOk) + kOk);
}

TEST_P(RpcServer, SBX_E11_FiveBadTokensCloseTheDoor) {
  options_.limits.bad_token_window = milliseconds(700);
  start();
  for (int i = 0; i < 5; ++i) {
    RawClient client = connect();
    ASSERT_TRUE(client.say("{\"token\":\"no\"}\n"));
    EXPECT_TRUE(client.hear_all().contains("Invalid token"));
  }
  RawClient blocked = connect();
  (void)blocked.say(header() + "{\"type\":\"Heartbeat\"}\n");
  EXPECT_FALSE(blocked.hear_all().contains("Ok"));
  EXPECT_TRUE(logs("too many bad tokens"));
  std::this_thread::sleep_for(milliseconds(900));
  EXPECT_EQ(ask("{\"type\":\"Heartbeat\"}"), kOk);
}

TEST_P(RpcServer, SixteenConnectionsAndNoMore) {
  start();
  std::vector<RawClient> clients;
  for (int i = 0; i < 16; ++i) {
    clients.push_back(login());
    ASSERT_TRUE(clients.back().say("{\"type\":\"Heartbeat\"}\n"));
    ASSERT_EQ(clients.back().hear(), kOk);
  }
  RawClient excess = connect();
  (void)excess.say(header() + "{\"type\":\"Heartbeat\"}\n");
  EXPECT_FALSE(excess.hear_all().contains("Ok"));
  EXPECT_TRUE(logs("16 connections are open"));
  clients.pop_back();
  for (int i = 0; i < 200; ++i) {  // the place is free once the server noticed
    RawClient next = connect();
    (void)next.say(header() + "{\"type\":\"Heartbeat\"}\n");
    if (next.hear() == kOk) return;
    std::this_thread::sleep_for(milliseconds(10));
  }
  FAIL() << "the place of a client that left stays taken";
}

TEST_P(RpcServer, StrangersCannotKeepTheSandboxOut) {
  start();
  std::vector<RawClient> strangers;
  for (int i = 0; i < 40; ++i) strangers.push_back(connect());
  EXPECT_EQ(ask("{\"type\":\"Heartbeat\"}"), kOk);
}

TEST_P(RpcServer, ALongRequestDoesNotDelayAnotherConnection) {
  actions_.merge_time = seconds(20);
  start();
  RawClient merging = login();
  ASSERT_TRUE(merging.say(
      "{\"type\":\"Merge\",\"name\":\"feat\",\"rebase\":false,\"squash\":false,\"ignore_uncommitted\":false,"
      "\"keep\":false,\"no_verify\":false,\"no_hooks\":false,\"notification\":false}\n"));
  EXPECT_EQ(ask("{\"type\":\"SetStatus\",\"status\":\"working\"}"), kOk);
}

constexpr const char* kMerge =
    "{\"type\":\"Merge\",\"name\":\"feat\",\"rebase\":false,\"squash\":false,\"ignore_uncommitted\":false,"
    "\"keep\":false,\"no_verify\":false,\"no_hooks\":false,\"notification\":false}\n";

TEST_P(RpcServer, SBX_W4_AHangUpCancelsWhatRuns) {
  actions_.merge_time = seconds(20);
  start();
  const auto begin = base::now();
  RawClient client = login();
  ASSERT_TRUE(client.say(kMerge));
  ASSERT_TRUE(logs("Merge"));
  client.hang_up();
  while (!actions_.cancelled && base::now() - begin < seconds(10)) std::this_thread::sleep_for(milliseconds(10));
  EXPECT_TRUE(actions_.cancelled);
  EXPECT_LT(base::now() - begin, seconds(3));
}

TEST_P(RpcServer, StopCancelsWhatRunsAndJoins) {
  actions_.merge_time = seconds(20);
  start();
  RawClient client = login();
  RawClient idle = login();
  ASSERT_TRUE(client.say(kMerge));
  ASSERT_TRUE(logs("Merge"));
  const auto begin = base::now();
  server_->stop();
  EXPECT_LT(base::now() - begin, seconds(3));
  EXPECT_TRUE(actions_.cancelled);
  server_->stop();
  EXPECT_FALSE(os::status_of(directory_ / "rpc.sock"));
}

TEST_P(RpcServer, AClientThatDoesNotReadHoldsNobodyUp) {
  actions_.merge_output.assign(2000, std::string(8192, 'o'));
  start();
  RawClient lazy = login();
  ASSERT_TRUE(lazy.say(kMerge));
  EXPECT_EQ(ask("{\"type\":\"Heartbeat\"}"), kOk);
  server_->stop();
}

TEST_P(RpcServer, ServesTheGuestClient) {
  start();
  rpc::Endpoint endpoint;
  endpoint.token = options_.token;
  if (GetParam() == Transport::tcp) {
    endpoint.host = "localhost";
    endpoint.port = server_->port();
  } else {
    endpoint.socket = directory_ / "rpc.sock";
  }
  auto client = rpc::Client::connect(endpoint, seconds(5));
  ASSERT_TRUE(client) << base::describe(client.error());
  EXPECT_EQ(client->negotiate(seconds(5)), 2);
  ASSERT_TRUE(client->send(rpc::SetStatus{"Done"}, seconds(5)));
  const auto reply = client->receive(seconds(5));
  ASSERT_TRUE(reply);
  EXPECT_TRUE(std::holds_alternative<rpc::Ok>(*reply));
  EXPECT_EQ(actions_.calls(), std::vector<std::string>{"status done"});
  EXPECT_FALSE(client->send(rpc::SpawnAgent{std::string(rpc::kLineLimit, 'x'), std::nullopt}, seconds(5)));
}

TEST_P(RpcServer, AStormOfClientsIsServedOrTurnedAway) {
  start();
  std::atomic<int> served = 0;
  const auto end = base::now() + seconds(2);
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < 64; ++i) {
    threads.emplace_back([&, i] {
      std::mt19937 random(i);
      while (base::now() < end) {
        RawClient client = connect();
        const auto kind = random() % 4;
        if (kind == 0) continue;  // hangs up at once
        if (kind == 1) {
          (void)client.say(header().substr(0, random() % 70));  // half a header
          continue;
        }
        (void)client.say(header() + "{\"type\":\"Heartbeat\"}\n");
        if (client.hear(seconds(3)) == kOk) ++served;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_GT(served, 10);
  // The last of them may still be counted for a moment.
  std::string reply;
  for (int i = 0; i < 100 && reply != kOk; ++i) {
    std::this_thread::sleep_for(milliseconds(20));
    RawClient client = connect();
    (void)client.say(header() + "{\"type\":\"Heartbeat\"}\n");
    reply = client.hear();
  }
  EXPECT_EQ(reply, kOk);
}

// connect() needs no new descriptor, the accept that follows does.
bool connect_by_hand(const os::Descriptor& socket, std::uint16_t port, const std::filesystem::path& path) {
  if (port != 0) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return ::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
  }
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.string().copy(address.sun_path, sizeof(address.sun_path) - 1);
  return ::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
}

TEST_P(RpcServer, SBX_W3_TooManyOpenFilesIsNotTheEnd) {
  start();
  EXPECT_EQ(ask("{\"type\":\"Heartbeat\"}"), kOk);
  std::this_thread::sleep_for(milliseconds(100));  // that connection is gone by then
  os::Descriptor socket(::socket(GetParam() == Transport::tcp ? AF_INET : AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int lowest = dup(0);
  ::close(lowest);
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit tight = before;
  tight.rlim_cur = static_cast<rlim_t>(lowest);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &tight), 0);
  const bool connected = connect_by_hand(socket, server_->port(), directory_ / "rpc.sock");
  const bool noticed = logs("could not accept");
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_TRUE(connected);
  EXPECT_TRUE(noticed);
  RawClient client(std::move(socket));
  ASSERT_TRUE(client.say(header() + "{\"type\":\"Heartbeat\"}\n"));
  EXPECT_EQ(client.hear(), kOk);
}

INSTANTIATE_TEST_SUITE_P(Transports, RpcServer, testing::Values(Transport::tcp, Transport::unix_socket),
                         transport_name);

TEST(RpcServerOptions, RefusesNoAddressAndBadTokens) {
  RecordedActions actions;
  ServerOptions options;
  options.token = make_token();
  EXPECT_FALSE(Server::create(options, actions));
  options.listen = {{{}, "127.0.0.1", 0}};
  options.token = "short";
  EXPECT_FALSE(Server::create(options, actions));
  options.token = make_token();
  options.listen = {{{}, "not an address", 0}};
  EXPECT_FALSE(Server::create(options, actions));
}

}  // namespace
}  // namespace sandbox::server
