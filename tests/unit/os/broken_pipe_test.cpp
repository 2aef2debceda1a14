#include "os/broken_pipe.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>

namespace os::detail {
namespace {

TEST(BrokenPipe, TheGuardSwallowsTheSignalAndRestoresTheMask) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ::close(ends[0]);
  {
    const BrokenPipeGuard guard;
    EXPECT_EQ(::write(ends[1], "x", 1), -1);
    EXPECT_EQ(errno, EPIPE);
  }
  EXPECT_EQ(errno, EPIPE);
  ::close(ends[1]);
  sigset_t state;
  ::sigpending(&state);
  EXPECT_EQ(::sigismember(&state, SIGPIPE), 0);
  ::pthread_sigmask(SIG_SETMASK, nullptr, &state);
  EXPECT_EQ(::sigismember(&state, SIGPIPE), 0);
}

}  // namespace
}  // namespace os::detail
