#include "os/foreign_process.h"

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <vector>

namespace os {

Descriptor watch_process(pid_t process) {
  if (process <= 0) return {};
  return Descriptor(static_cast<int>(syscall(SYS_pidfd_open, process, 0U)));
}

std::optional<bool> wait_for_end(pid_t process, std::chrono::milliseconds limit) {
  return wait_for_any_end({&process, 1}, limit);
}

std::optional<bool> wait_for_any_end(std::span<const pid_t> processes, std::chrono::milliseconds limit) {
  std::vector<Descriptor> watches;
  std::vector<pollfd> wanted;
  for (const pid_t process : processes) {
    Descriptor watch = watch_process(process);
    if (!watch.valid()) continue;
    wanted.push_back({watch.get(), POLLIN, 0});
    watches.push_back(std::move(watch));
  }
  if (wanted.empty()) return std::nullopt;
  const auto end = std::chrono::steady_clock::now() + limit;
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    const int ready = poll(wanted.data(), wanted.size(), static_cast<int>(std::max<long>(0, left.count())));
    if (ready >= 0) return ready > 0;
    if (errno != EINTR) return std::nullopt;
  }
}

}  // namespace os
