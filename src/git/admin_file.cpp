#include "git/admin_file.h"

#include <fmt/format.h>

#include "os/files.h"

namespace git {

base::Result<std::optional<std::string>> read_admin_file(const std::filesystem::path& path) {
  auto contents = TRY(os::read_file_if_exists(path, kAdminFileLimit));
  if (!contents) return std::optional<std::string>();
  if (contents->find('\0') != std::string::npos) {
    return base::fail(fmt::format("'{}' is damaged: it holds a NUL byte", path.string()));
  }
  contents->erase(contents->find_last_not_of(" \t\r\n") + 1);
  return contents;
}

bool directory_exists(const std::filesystem::path& path) {
  const auto status = os::status_following(path);
  return status && status->type == os::FileType::directory;
}

}  // namespace git
