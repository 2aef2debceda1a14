#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>

#include "os/beneath_guard.h"

namespace os::detail {

base::Result<> check_replaceable(int directory, const std::string& name, std::string_view shown) {
  struct stat status = {};
  if (::fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno == ENOENT) return {};
    return base::fail_errno(fmt::format("Could not replace '{}'", shown), errno);
  }
  if (!S_ISREG(status.st_mode)) {
    return base::fail(fmt::format("Refusing to replace '{}': it is not a regular file", shown),
                      "Remove it if you did not put it there on purpose.");
  }
  if (status.st_nlink != 1) {
    return base::fail(fmt::format("Refusing to replace '{}': it has more than one hard link", shown),
                      "Remove it if you did not put it there on purpose.");
  }
  return {};
}

}  // namespace os::detail
