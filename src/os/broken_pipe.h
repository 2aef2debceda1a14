#pragma once
// Writing to a pipe whose reader is gone, as an error and not as a signal, without a change of the process. Private to
// the os layer.

#include <signal.h>

namespace os::detail {

// Holds SIGPIPE back from this thread while it exists, and swallows one that came meanwhile.
class BrokenPipeGuard {
 public:
  BrokenPipeGuard();
  ~BrokenPipeGuard();
  BrokenPipeGuard(const BrokenPipeGuard&) = delete;
  BrokenPipeGuard& operator=(const BrokenPipeGuard&) = delete;

 private:
  bool was_pending_ = false;
  sigset_t before_;
};

}  // namespace os::detail
