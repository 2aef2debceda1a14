#include "os/foreign_process.h"

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace os {

Descriptor watch_process(pid_t process) {
  if (process <= 0) return {};
  return Descriptor(static_cast<int>(syscall(SYS_pidfd_open, process, 0U)));
}

std::optional<bool> wait_for_end(pid_t process, std::chrono::milliseconds limit) {
  const Descriptor pidfd = watch_process(process);
  if (!pidfd.valid()) return std::nullopt;
  pollfd wanted{pidfd.get(), POLLIN, 0};
  const auto end = std::chrono::steady_clock::now() + limit;
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    const int ready = poll(&wanted, 1, static_cast<int>(std::max<long>(0, left.count())));
    if (ready >= 0) return ready > 0;
    if (errno != EINTR) return std::nullopt;
  }
}

}  // namespace os
