#include "os/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>

#include "os/file_detail.h"

namespace os {

std::optional<FileStatus> status_of(const std::filesystem::path& path) {
  struct stat status = {};
  if (::lstat(path.c_str(), &status) != 0) return std::nullopt;
  return detail::to_file_status(status);
}

std::optional<FileStatus> status_following(const std::filesystem::path& path) {
  struct stat status = {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return detail::to_file_status(status);
}

base::Result<std::string> read_file(const std::filesystem::path& path, size_t limit) {
  // Without waiting: a FIFO of that name must not hang us before it is seen to be one.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file.valid()) return base::fail_errno(fmt::format("Could not read '{}'", path.native()), errno);
  return detail::read_regular(file.get(), limit, path.native());
}

base::Result<std::optional<std::string>> read_file_if_exists(const std::filesystem::path& path, size_t limit) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file.valid() && (errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
  if (!file.valid()) return base::fail_errno(fmt::format("Could not read '{}'", path.native()), errno);
  return TRY(detail::read_regular(file.get(), limit, path.native()));
}

std::vector<std::string> list_directory(const std::filesystem::path& path) {
  const Descriptor directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.valid()) return {};
  return detail::names_in(directory.get()).value_or(std::vector<std::string>());
}

base::Result<std::filesystem::path> real_path(const std::filesystem::path& path) {
  char* resolved = ::realpath(path.c_str(), nullptr);
  if (resolved == nullptr) return base::fail_errno(fmt::format("Could not resolve '{}'", path.native()), errno);
  std::filesystem::path result = resolved;
  std::free(resolved);
  return result;
}

bool is_within(const std::filesystem::path& path, const std::filesystem::path& ancestor) {
  // A trailing slash makes an empty last component, which is none.
  const auto components = [](const std::filesystem::path& from) {
    std::vector<std::string> parts;
    for (const auto& part : from.lexically_normal()) {
      if (!part.empty() && part != ".") parts.push_back(part.native());
    }
    return parts;
  };
  if (path.is_absolute() != ancestor.is_absolute()) return false;
  const auto below = components(path);
  const auto above = components(ancestor);
  // "../x" is not within "." although it has more components.
  if (!below.empty() && below.front() == ".." && (above.empty() || above.front() != "..")) return false;
  return below.size() >= above.size() && std::equal(above.begin(), above.end(), below.begin());
}

base::Result<std::filesystem::path> current_directory() {
  char buffer[PATH_MAX];
  errno = 0;
  if (::getcwd(buffer, sizeof buffer) == nullptr || buffer[0] != '/') {
    return base::fail_errno("Could not find the working directory", errno == 0 ? ENOENT : errno,
                            "It may have been deleted: change to a directory that exists.");
  }
  return std::filesystem::path(buffer);
}

base::Result<> change_directory(const std::filesystem::path& path) {
  if (::chdir(path.c_str()) != 0) {
    return base::fail_errno(fmt::format("Could not change to the directory '{}'", path.native()), errno);
  }
  return {};
}

std::filesystem::path program_path() {
  char buffer[PATH_MAX];
  const ssize_t length = ::readlink("/proc/self/exe", buffer, sizeof buffer);
  if (length <= 0) return {};
  std::string_view text(buffer, static_cast<size_t>(length));
  // After an upgrade while we run, the new program is at the same place.
  constexpr std::string_view kDeleted = " (deleted)";
  if (text.ends_with(kDeleted)) text.remove_suffix(kDeleted.size());
  return text;
}

}  // namespace os
