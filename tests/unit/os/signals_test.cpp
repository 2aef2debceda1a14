#include "os/signals.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "os/support.h"

namespace os {
namespace {

bool is_blocked(int number) {
  sigset_t mask;
  ::pthread_sigmask(SIG_SETMASK, nullptr, &mask);
  return ::sigismember(&mask, number) == 1;
}

TEST(Signals, AreReadInsteadOfDelivered) {
  auto source = SignalSource::create({SIGUSR1, SIGTERM});
  ASSERT_OK(source);
  EXPECT_FALSE(source->read());
  ::raise(SIGTERM);
  pollfd entry{.fd = source->descriptor(), .events = POLLIN, .revents = 0};
  EXPECT_EQ(::poll(&entry, 1, 10'000), 1);
  EXPECT_EQ(source->read(), SIGTERM);
  EXPECT_FALSE(source->read());
  ::raise(SIGUSR1);
  EXPECT_EQ(source->read(), SIGUSR1);
}

TEST(Signals, TheMaskIsRestored) {
  sigset_t usr2;
  ::sigemptyset(&usr2);
  ::sigaddset(&usr2, SIGUSR2);
  ::pthread_sigmask(SIG_BLOCK, &usr2, nullptr);
  {
    auto source = SignalSource::create({SIGUSR1, SIGUSR2});
    ASSERT_OK(source);
    const SignalSource moved = std::move(*source);
    EXPECT_TRUE(is_blocked(SIGUSR1));
  }
  EXPECT_FALSE(is_blocked(SIGUSR1));
  EXPECT_TRUE(is_blocked(SIGUSR2));
  ::pthread_sigmask(SIG_UNBLOCK, &usr2, nullptr);
}

TEST(Signals, CLI_W19_ABrokenPipeIsAnErrorOfWrite) {
  const auto before = ::signal(SIGPIPE, SIG_DFL);
  ignore_broken_pipe();
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ::close(ends[0]);
  EXPECT_EQ(::write(ends[1], "x", 1), -1);
  EXPECT_EQ(errno, EPIPE);
  ::close(ends[1]);
  ::signal(SIGPIPE, before);
}

}  // namespace
}  // namespace os
