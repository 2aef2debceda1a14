#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "os/socket.h"
#include "os/support.h"

namespace os {
namespace {

using std::chrono::milliseconds;
using test::TemporaryDirectory;
constexpr milliseconds kLong{10'000};

void expect_talk(const std::filesystem::path& path) {
  auto listener = listen_unix(path);
  ASSERT_OK(listener);
  EXPECT_EQ(status_of(path)->mode, 0600U);
  auto client = connect_unix(path, kLong);
  ASSERT_OK(client);
  auto server = accept_connection(*listener);
  ASSERT_OK(server);
  ASSERT_OK(write_all(*client, "question", kLong));
  EXPECT_EQ(read_some(*server, 100, kLong).value(), "question");
  ASSERT_OK(write_all(*server, "answer", kLong));
  EXPECT_EQ(read_some(*client, 100, kLong).value(), "answer");
}

TEST(UnixSocket, TalksAndIsOursAlone) {
  const TemporaryDirectory directory;
  expect_talk(directory / "socket");
  EXPECT_EQ(list_directory(directory.path()), (std::vector<std::string>{"socket"}));
}

TEST(UnixSocket, PathsLongerThanTheKernelTakesWork) {
  const TemporaryDirectory directory;
  const std::string component(200, 'd');
  ASSERT_OK(make_directories(directory / component / component));
  expect_talk(directory / component / component / "socket");
  expect_talk(directory / component / std::string(250, 's'));
  // The longest that fits, and the first that does not.
  for (const size_t length : {107U, 108U, 109U}) {
    const size_t used = directory.path().native().size() + 1;
    ASSERT_LT(used, length);
    expect_talk(directory / std::string(length - used, 'x'));
  }
}

TEST(UnixSocket, AStaleSocketIsReplaced) {
  const TemporaryDirectory directory;
  ASSERT_OK(listen_unix(directory / "socket"));
  ASSERT_TRUE(status_of(directory / "socket"));
  EXPECT_FALSE(connect_unix(directory / "socket", kLong));
  expect_talk(directory / "socket");
}

TEST(UnixSocket, ASocketInUseAndOtherFilesAreNotReplaced) {
  const TemporaryDirectory directory;
  const auto listener = listen_unix(directory / "socket");
  ASSERT_OK(listener);
  const auto second = listen_unix(directory / "socket");
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().message.find("another process"), std::string::npos);
  EXPECT_TRUE(connect_unix(directory / "socket", kLong));
  ASSERT_OK(create_file(directory / "file", "precious"));
  EXPECT_FALSE(listen_unix(directory / "file"));
  ASSERT_OK(make_symlink("file", directory / "link"));
  EXPECT_FALSE(listen_unix(directory / "link"));
  EXPECT_EQ(test::text_of(directory / "file"), "precious");
}

TEST(UnixSocket, MissingSocketsAndDirectoriesAreNamed) {
  const TemporaryDirectory directory;
  const auto missing = connect_unix(directory / "missing", kLong);
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("missing"), std::string::npos);
  EXPECT_FALSE(listen_unix(directory / "no/socket"));
}

// A listener whose queue is full keeps us waiting no longer than the limit.
TEST(UnixSocket, ConnectingEndsAtItsLimit) {
  const TemporaryDirectory directory;
  const Descriptor listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  (directory / "socket").native().copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(listener.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(::listen(listener.get(), 0), 0);
  std::vector<Descriptor> waiting;
  const auto begin = std::chrono::steady_clock::now();
  bool failed = false;
  for (int i = 0; i < 10 && !failed; ++i) {
    auto client = connect_unix(directory / "socket", milliseconds(100));
    failed = !client;
    if (client) waiting.push_back(std::move(*client));
  }
  EXPECT_TRUE(failed);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, kLong);
}

}  // namespace
}  // namespace os
