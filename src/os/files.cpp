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

base::Result<std::string> read_opened(const Descriptor& file, size_t limit, std::string_view shown) {
  return detail::read_regular(file.get(), limit, shown);
}

base::Result<std::optional<std::string>> read_file_if_exists(const std::filesystem::path& path, size_t limit) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file.valid() && (errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
  if (!file.valid()) return base::fail_errno(fmt::format("Could not read '{}'", path.native()), errno);
  return TRY(detail::read_regular(file.get(), limit, path.native()));
}

std::vector<std::string> list_directory(const std::filesystem::path& path) {
  Descriptor directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.valid()) return {};
  return detail::names_of(detail::entries_in(std::move(directory)).value_or(std::vector<DirectoryEntry>()));
}

namespace {

// From the kernel in one lookup, where /proc can tell; nothing when it cannot, or not for certain.
std::optional<std::filesystem::path> path_of(const Descriptor& descriptor) {
  char buffer[PATH_MAX];
  const ssize_t length = ::readlink(fmt::format("/proc/self/fd/{}", descriptor.get()).c_str(), buffer, sizeof buffer);
  if (length <= 0 || length == sizeof buffer || buffer[0] != '/') return std::nullopt;
  const std::string_view text(buffer, static_cast<size_t>(length));
  if (text.ends_with(" (deleted)")) return std::nullopt;
  return std::filesystem::path(text);
}

}  // namespace

base::Result<std::filesystem::path> real_path(const std::filesystem::path& path) {
  const Descriptor opened(::open(path.c_str(), O_PATH | O_CLOEXEC));
  if (!opened.valid()) return base::fail_errno(fmt::format("Could not resolve '{}'", path.native()), errno);
  if (auto found = path_of(opened)) return *std::move(found);
  char* resolved = ::realpath(path.c_str(), nullptr);
  if (resolved == nullptr) return base::fail_errno(fmt::format("Could not resolve '{}'", path.native()), errno);
  std::filesystem::path result = resolved;
  std::free(resolved);
  return result;
}

namespace {

// An absolute path in the form that lexical normalisation would give it, but for a slash at the end.
bool is_plainly_normal(std::string_view path) {
  if (!path.starts_with('/')) return false;
  for (size_t at = 0; at != std::string_view::npos; at = path.find('/', at + 1)) {
    const auto rest = path.substr(at + 1);
    const bool dots = rest == "." || rest == ".." || rest.starts_with("./") || rest.starts_with("../");
    if (dots || rest.starts_with('/')) return false;
  }
  return true;
}

}  // namespace

bool is_within(const std::filesystem::path& path, const std::filesystem::path& ancestor) {
  if (is_plainly_normal(path.native()) && is_plainly_normal(ancestor.native())) {
    std::string_view above = ancestor.native();
    if (above.ends_with('/')) above.remove_suffix(1);
    const std::string_view below = path.native();
    return below.starts_with(above) && (below.size() == above.size() || below[above.size()] == '/');
  }
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
