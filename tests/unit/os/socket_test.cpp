#include "os/socket.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "os/support.h"

namespace os {
namespace {

using std::chrono::milliseconds;
constexpr milliseconds kLong{10'000};

struct Pair {
  Descriptor client, server;
};

Pair tcp_pair(const std::string& address) {
  auto listener = listen_tcp(address, 0);
  if (!listener) return {};
  auto client = connect_tcp(address, local_port(*listener).value(), kLong);
  EXPECT_TRUE(client.has_value());
  auto server = accept_connection(*listener);
  EXPECT_TRUE(server.has_value());
  return {std::move(*client), std::move(*server)};
}

TEST(Socket, TalksOverTcp) {
  const Pair pair = tcp_pair("127.0.0.1");
  ASSERT_TRUE(pair.server.valid());
  ASSERT_OK(write_all(pair.client, "question", kLong));
  EXPECT_EQ(read_some(pair.server, 100, kLong).value(), "question");
  ASSERT_OK(write_all(pair.server, "answer", kLong));
  EXPECT_EQ(read_some(pair.client, 3, kLong).value(), "ans");
  EXPECT_EQ(read_some(pair.client, 3, kLong).value(), "wer");
  EXPECT_NE(::fcntl(pair.server.get(), F_GETFD) & FD_CLOEXEC, 0);
  EXPECT_NE(::fcntl(pair.client.get(), F_GETFD) & FD_CLOEXEC, 0);
  EXPECT_EQ(::fcntl(pair.client.get(), F_GETFL) & O_NONBLOCK, 0);
}

TEST(Socket, TalksOverIpv6) {
  if (!listen_tcp("::1", 0)) GTEST_SKIP() << "no IPv6 loopback here";
  const Pair pair = tcp_pair("::1");
  ASSERT_OK(write_all(pair.client, "six", kLong));
  EXPECT_EQ(read_some(pair.server, 100, kLong).value(), "six");
}

TEST(Socket, TheEndOfTheStreamIsAnEmptyText) {
  Pair pair = tcp_pair("127.0.0.1");
  pair.client.reset();
  EXPECT_EQ(read_some(pair.server, 10, kLong).value(), "");
}

TEST(Socket, NamesAreNotResolved) {
  EXPECT_FALSE(connect_tcp("localhost", 1, kLong));
  EXPECT_FALSE(listen_tcp("example.org", 0));
  EXPECT_FALSE(listen_tcp("127.0.0.1:80", 0));
}

TEST(Socket, ARefusedConnectionSaysWhere) {
  std::uint16_t port = 0;
  {
    const auto listener = listen_tcp("127.0.0.1", 0);
    ASSERT_OK(listener);
    port = local_port(*listener).value();
  }
  const auto refused = connect_tcp("127.0.0.1", port, kLong);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("127.0.0.1 port " + std::to_string(port)), std::string::npos);
  EXPECT_EQ(refused.error().causes, (std::vector<std::string>{"Connection refused"}));
}

TEST(Socket, APortInUseIsAnError) {
  const auto first = listen_tcp("127.0.0.1", 0);
  ASSERT_OK(first);
  EXPECT_FALSE(listen_tcp("127.0.0.1", local_port(*first).value()));
}

TEST(Socket, ReadingEndsAtItsLimit) {
  const Pair pair = tcp_pair("127.0.0.1");
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_FALSE(read_some(pair.server, 10, milliseconds(60)));
  EXPECT_GE(std::chrono::steady_clock::now() - begin, milliseconds(60));
}

TEST(Socket, WritingToAReaderThatDoesNotReadEndsAtItsLimit) {
  const Pair pair = tcp_pair("127.0.0.1");
  const std::string much(64U << 20, 'x');
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_FALSE(write_all(pair.client, much, milliseconds(200)));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, kLong);
}

TEST(Socket, WritingToAClosedPeerFailsWithoutASignal) {
  Pair pair = tcp_pair("127.0.0.1");
  pair.server.reset();
  bool failed = false;
  for (int i = 0; i < 100 && !failed; ++i) {
    failed = !write_all(pair.client, std::string(100'000, 'x'), kLong);
  }
  EXPECT_TRUE(failed);
}

TEST(Socket, LargeTextsArriveWhole) {
  const Pair pair = tcp_pair("127.0.0.1");
  const std::string sent(5U << 20, 'y');
  std::thread writer([&] { EXPECT_TRUE(write_all(pair.client, sent, kLong)); });
  std::string got;
  while (got.size() < sent.size()) {
    const auto part = read_some(pair.server, 1U << 16, kLong);
    ASSERT_OK(part);
    got += *part;
  }
  writer.join();
  EXPECT_TRUE(got == sent);
}

TEST(Socket, WorksOnPipesToo) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  Descriptor read(ends[0]);
  const Descriptor write(ends[1]);
  ASSERT_OK(write_all(write, "pipe", kLong));
  EXPECT_EQ(read_some(read, 100, kLong).value(), "pipe");
  // Nobody reads: the limit holds although the pipe would block.
  EXPECT_FALSE(write_all(write, std::string(1U << 20, 'x'), milliseconds(100)));
  read.reset();
  EXPECT_FALSE(write_all(write, "x", kLong));
}

}  // namespace
}  // namespace os
