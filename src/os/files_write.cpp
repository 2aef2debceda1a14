#include <fcntl.h>
#include <fmt/format.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "os/file_detail.h"
#include "os/files.h"

namespace os {
namespace {

std::unexpected<base::Error> failure(std::string_view verb, const std::filesystem::path& path, int error_number) {
  return base::fail_errno(fmt::format("Could not {} '{}'", verb, path.native()), error_number);
}

std::filesystem::path parent_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

bool sync_directory(const std::filesystem::path& path) {
  const Descriptor directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return directory.valid() && ::fsync(directory.get()) == 0;
}

// A new file of exactly this mode, whatever the umask; invalid with errno set on failure.
Descriptor open_new(const std::filesystem::path& path, mode_t mode) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (file.valid() && mode != 0600 && ::fchmod(file.get(), mode) != 0) {
    const int error_number = errno;
    ::unlink(path.c_str());
    file.reset();
    errno = error_number;
  }
  return file;
}

// Fills a new file beside `path` by `fill`, which returns false with errno set on failure, and renames it over.
template <typename Fill>
base::Result<> replace_by(const std::filesystem::path& path, mode_t mode, Durable durable, Fill fill) {
  const std::filesystem::path temporary = parent_of(path) / detail::temporary_name();
  const Descriptor file = open_new(temporary, mode);
  if (!file.valid()) return failure("write", path, errno);
  const bool done = fill(file.get()) && (durable == Durable::no || ::fsync(file.get()) == 0) &&
                    ::rename(temporary.c_str(), path.c_str()) == 0;
  if (!done) {
    const int error_number = errno;
    ::unlink(temporary.c_str());
    return failure("write", path, error_number);
  }
  if (durable == Durable::yes && !sync_directory(parent_of(path))) return failure("write", path, errno);
  return {};
}

// Copies by sharing blocks where the file system can, inside the kernel where it can, by reading and writing otherwise.
bool copy_contents(int from, int to) {
  if (::ioctl(to, FICLONE, from) == 0) return true;
  constexpr size_t kMost = 1U << 30;
  for (;;) {
    const ssize_t copied = ::copy_file_range(from, nullptr, to, nullptr, kMost, 0);
    if (copied > 0 || (copied < 0 && errno == EINTR)) continue;
    if (copied < 0 && errno != EXDEV && errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP && errno != EPERM) {
      return false;
    }
    break;  // the end, or a file system that cannot: read what is left, if anything is
  }
  std::string buffer(64U << 10, '\0');
  for (;;) {
    const ssize_t got = ::read(from, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return got == 0;
    if (!detail::write_fully(to, std::string_view(buffer).substr(0, static_cast<size_t>(got)))) return false;
  }
}

// For file systems without RENAME_NOREPLACE: the target is claimed first, which fails when it exists.
bool rename_after_claiming(const std::filesystem::path& from, const std::filesystem::path& to) {
  struct stat status = {};
  if (::lstat(from.c_str(), &status) != 0) return false;
  if (!S_ISDIR(status.st_mode)) return ::link(from.c_str(), to.c_str()) == 0 && ::unlink(from.c_str()) == 0;
  if (::mkdir(to.c_str(), 0700) != 0) return false;
  if (::rename(from.c_str(), to.c_str()) == 0) return true;
  const int error_number = errno;
  ::rmdir(to.c_str());
  errno = error_number;
  return false;
}

}  // namespace

base::Result<> write_atomically(const std::filesystem::path& path, std::string_view contents, mode_t mode,
                                Durable durable) {
  return replace_by(path, mode, durable, [&](int file) { return detail::write_fully(file, contents); });
}

base::Result<> create_file(const std::filesystem::path& path, std::string_view contents, mode_t mode) {
  const Descriptor file = open_new(path, mode);
  if (!file.valid()) return failure("create", path, errno);
  if (!detail::write_fully(file.get(), contents)) {
    const int error_number = errno;
    ::unlink(path.c_str());
    return failure("create", path, error_number);
  }
  return {};
}

base::Result<> append_to_file(const std::filesystem::path& path, std::string_view contents, mode_t mode) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, mode));
  if (!file.valid()) return failure("append to", path, errno);
  if (!detail::write_fully(file.get(), contents)) return failure("append to", path, errno);
  return {};
}

namespace {

std::unexpected<base::Error> not_a_directory(const std::filesystem::path& wanted, const std::filesystem::path& there) {
  return base::fail(
      fmt::format("Could not create the directory '{}': '{}' is not a directory", wanted.native(), there.native()));
}

}  // namespace

base::Result<> make_directories(const std::filesystem::path& path, mode_t mode) {
  // Nearly always it is there.
  if (const auto status = status_following(path); status && status->type == FileType::directory) return {};
  if (path.empty()) return base::fail("Could not create a directory: its path is empty");
  std::vector<std::filesystem::path> missing;
  for (std::filesystem::path at = path;; at = at.parent_path()) {
    if (!at.has_filename() && at.has_relative_path()) continue;  // a slash at the end
    if (at.empty() || !at.has_relative_path()) break;
    const auto status = status_following(at);
    if (status && status->type == FileType::directory) break;
    if (status) return not_a_directory(path, at);
    missing.push_back(at);
  }
  for (auto at = missing.rbegin(); at != missing.rend(); ++at) {
    if (::mkdir(at->c_str(), mode) == 0) continue;
    const int error_number = errno;
    const auto status = status_following(*at);
    if (!status) return failure("create the directory", path, error_number);
    if (status->type != FileType::directory) return not_a_directory(path, *at);
  }
  return {};
}

base::Result<std::filesystem::path> make_temporary_directory(const std::filesystem::path& parent,
                                                             std::string_view prefix) {
  std::string name = (parent / fmt::format("{}XXXXXX", prefix)).native();
  if (::mkdtemp(name.data()) == nullptr) return failure("create a temporary directory in", parent, errno);
  return std::filesystem::path(name);
}

base::Result<> remove_file(const std::filesystem::path& path) {
  if (::unlink(path.c_str()) == 0 || errno == ENOENT || errno == ENOTDIR) return {};
  return failure("remove", path, errno);
}

base::Result<> remove_empty_directory(const std::filesystem::path& path) {
  if (::rmdir(path.c_str()) == 0 || errno == ENOENT) return {};
  return failure("remove the directory", path, errno);
}

base::Result<> remove_tree(const std::filesystem::path& path) {
  std::filesystem::path normal = path.lexically_normal();
  if (!normal.has_filename()) normal = normal.parent_path();
  const std::string name = normal.filename().native();
  if (name.empty() || name == "." || name == "..") {
    return base::fail(fmt::format("Refusing to remove '{}': it does not name an entry of a directory", path.native()));
  }
  const Descriptor parent(::open(parent_of(normal).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!parent.valid() && (errno == ENOENT || errno == ENOTDIR)) return {};
  if (!parent.valid()) return failure("remove", path, errno);
  return detail::remove_tree_at(parent.get(), name, path.native());
}

base::Result<> rename_path(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (::rename(from.c_str(), to.c_str()) == 0) return {};
  return base::fail_errno(fmt::format("Could not rename '{}' to '{}'", from.native(), to.native()), errno);
}

base::Result<> rename_without_replacing(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return {};
  if ((errno == EINVAL || errno == ENOSYS) && rename_after_claiming(from, to)) return {};
  return base::fail_errno(fmt::format("Could not rename '{}' to '{}'", from.native(), to.native()), errno);
}

base::Result<> make_symlink(const std::string& target, const std::filesystem::path& link) {
  if (::symlink(target.c_str(), link.c_str()) == 0) return {};
  return failure("create the link", link, errno);
}

base::Result<> set_mode(const std::filesystem::path& path, mode_t mode) {
  if (::chmod(path.c_str(), mode) == 0) return {};
  return failure("change the mode of", path, errno);
}

base::Result<> copy_file(const std::filesystem::path& from, const std::filesystem::path& to, mode_t mode) {
  const Descriptor source(::open(from.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!source.valid()) return failure("read", from, errno);
  const auto status = status_following(from);
  if (!status || status->type != FileType::regular) {
    return base::fail(fmt::format("Could not copy '{}': it is not a regular file", from.native()));
  }
  return replace_by(to, mode, Durable::no, [&](int file) { return copy_contents(source.get(), file); });
}

}  // namespace os
