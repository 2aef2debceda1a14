#include "os/watch.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "os/process_group.h"

namespace os {
namespace {

constexpr std::uint32_t kGone = IN_DELETE | IN_MOVED_FROM | IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT;

void parse_events(std::string_view bytes, std::vector<WatchEvent>& events) {
  while (bytes.size() >= sizeof(inotify_event)) {
    inotify_event header = {};
    std::memcpy(&header, bytes.data(), sizeof header);
    const size_t size = sizeof header + header.len;
    if (size > bytes.size()) return;
    const std::string_view padded = bytes.substr(sizeof header, header.len);
    bytes.remove_prefix(size);
    // Only says that a watch is over, which the event before it (or our remove) has said already.
    if ((header.mask & IN_IGNORED) != 0) continue;
    events.push_back({.watch = header.wd,
                      .name = std::string(padded.substr(0, padded.find('\0'))),
                      .removed = (header.mask & kGone) != 0,
                      .is_directory = (header.mask & IN_ISDIR) != 0,
                      .overflow = (header.mask & IN_Q_OVERFLOW) != 0});
  }
}

}  // namespace

base::Result<Watcher> Watcher::create() {
  Descriptor descriptor(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  if (!descriptor.valid()) {
    return base::fail_errno("Could not watch the file system", errno,
                            "Raise fs.inotify.max_user_instances if many programs watch files.");
  }
  return Watcher(std::move(descriptor));
}

base::Result<int> Watcher::add(const std::filesystem::path& directory) {
  constexpr std::uint32_t kWanted =
      IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
  const int watch = ::inotify_add_watch(descriptor_.get(), directory.c_str(), kWanted);
  if (watch >= 0) return watch;
  const int error_number = errno;
  return base::fail_errno(fmt::format("Could not watch the directory '{}'", directory.native()), error_number,
                          error_number == ENOSPC ? "Raise fs.inotify.max_user_watches." : "");
}

void Watcher::remove(int watch) {
  ::inotify_rm_watch(descriptor_.get(), watch);
}

std::vector<WatchEvent> Watcher::read() {
  std::vector<WatchEvent> events;
  std::string buffer(64U << 10, '\0');
  for (;;) {
    const ssize_t got = ::read(descriptor_.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return events;
    parse_events(std::string_view(buffer).substr(0, static_cast<size_t>(got)), events);
  }
}

std::vector<WatchEvent> Watcher::wait(std::chrono::milliseconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  for (;;) {
    auto events = read();
    if (!events.empty()) return events;
    pollfd entry{.fd = descriptor_.get(), .events = POLLIN, .revents = 0};
    const int ready = ::poll(&entry, 1, detail::poll_timeout(end));
    if (ready == 0 || (ready < 0 && errno != EINTR)) return {};
  }
}

}  // namespace os
