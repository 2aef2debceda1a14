#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "base/text.h"
#include "os/beneath_guard.h"

namespace os::detail {
namespace {

Descriptor open_by_kernel(int root, const std::string& path, int flags) {
  open_how how = {};
  // No O_NOFOLLOW: with it a link at the end could be opened itself (O_PATH) or say ENOTDIR; NO_SYMLINKS refuses it.
  how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  // EAGAIN: the kernel could not rule out an escape because something was renamed meanwhile.
  constexpr int kTries = 16;
  for (int i = 0; i < kTries; ++i) {
    const long got = ::syscall(SYS_openat2, root, path.c_str(), &how, sizeof how);
    if (got >= 0) return Descriptor(static_cast<int>(got));
    if (errno != EAGAIN && errno != EINTR) break;
  }
  return {};
}

// One component. O_DIRECTORY with O_NOFOLLOW says ENOTDIR for a link; callers want to know that it was one.
Descriptor open_component(int directory, const std::string& name, int flags) {
  Descriptor opened(::openat(directory, name.c_str(), flags | O_NOFOLLOW | O_CLOEXEC));
  if (opened.valid()) {
    // With O_PATH a link itself can be opened.
    struct stat status = {};
    if ((flags & O_PATH) != 0 && ::fstat(opened.get(), &status) == 0 && S_ISLNK(status.st_mode)) {
      opened.reset();
      errno = ELOOP;
    }
    return opened;
  }
  struct stat status = {};
  const int error_number = errno;
  const bool link = error_number == ENOTDIR && ::fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 &&
                    S_ISLNK(status.st_mode);
  errno = link ? ELOOP : error_number;
  return opened;
}

Descriptor open_by_components(int root, const std::string& path, int flags) {
  const auto names = base::split(path, '/');
  Descriptor directory;
  int at = root;
  for (size_t i = 0; i + 1 < names.size(); ++i) {
    directory = open_component(at, names[i], O_PATH | O_DIRECTORY);
    if (!directory.valid()) return {};
    at = directory.get();
  }
  return open_component(at, names.back(), flags);
}

}  // namespace

Descriptor open_beneath(int root, const std::string& path, int flags, BeneathResolver resolver) {
  if (resolver == BeneathResolver::components) return open_by_components(root, path, flags);
  Descriptor opened = open_by_kernel(root, path, flags);
  // An old kernel, or an engine's filter: EPERM where it knows no better.
  const bool refused = !opened.valid() && (errno == ENOSYS || errno == EPERM);
  return refused ? open_by_components(root, path, flags) : std::move(opened);
}

}  // namespace os::detail
