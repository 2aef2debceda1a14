#include "os/beneath.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>

#include "base/text.h"
#include "os/beneath_guard.h"
#include "os/file_detail.h"

namespace os {
namespace {

constexpr int kDirectory = O_RDONLY | O_DIRECTORY;
// Without waiting for the other end of a FIFO.
constexpr int kFile = O_RDONLY | O_NONBLOCK | O_NOCTTY;

bool is_root(std::string_view path) {
  return path.empty() || path == ".";
}

std::unexpected<base::Error> failure(std::string_view verb, std::string_view shown, int error_number) {
  if (error_number == ELOOP) {
    return base::fail(
        fmt::format("Refusing to {} '{}': a symbolic link is in the way", verb, shown),
        "A sandbox can write there, so links are not followed. Remove the link if it should not be there.");
  }
  return base::fail_errno(fmt::format("Could not {} '{}'", verb, shown), error_number);
}

// A new file of exactly this mode with these contents; 0 or the errno. Nothing is left after a failure.
int write_new(int directory, const std::string& name, std::string_view contents, mode_t mode) {
  const Descriptor file(::openat(directory, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file.valid()) return errno;
  if ((mode == 0600 || ::fchmod(file.get(), mode) == 0) && detail::write_fully(file.get(), contents)) return 0;
  const int error_number = errno;
  ::unlinkat(directory, name.c_str(), 0);
  return error_number;
}

}  // namespace

// The directory that holds an entry, and the entry's name in it.
struct Beneath::Place {
  Descriptor opened;  // invalid: the root itself
  int directory = -1;
  std::string name{};
};

std::string Beneath::shown(std::string_view path) const {
  return is_root(path) ? root_.native() : (root_ / path).native();
}

base::Result<Descriptor> Beneath::open_at(std::string_view verb, std::string_view path, int flags) const {
  const std::string wanted(is_root(path) ? "." : path);
  if (wanted != "." && !detail::is_plain_relative_path(wanted)) {
    return base::fail(
        fmt::format("Refusing to {} '{}': it is not a plain path below '{}'", verb, path, root_.native()));
  }
  Descriptor opened = detail::open_beneath(descriptor_.get(), wanted, flags, resolver_);
  if (!opened.valid()) return failure(verb, shown(path), errno);
  return opened;
}

base::Result<Beneath::Place> Beneath::place_of(std::string_view verb, std::string_view path) const {
  if (!detail::is_plain_relative_path(path)) {
    return base::fail(
        fmt::format("Refusing to {} '{}': it is not a plain path below '{}'", verb, path, root_.native()));
  }
  const size_t slash = path.rfind('/');
  if (slash == std::string_view::npos)
    return Place{.opened = {}, .directory = descriptor_.get(), .name = std::string(path)};
  Descriptor parent =
      detail::open_beneath(descriptor_.get(), std::string(path.substr(0, slash)), O_PATH | O_DIRECTORY, resolver_);
  if (!parent.valid()) {
    // Callers tell "not there" by errno; making the message may change it.
    const int error_number = errno;
    auto error = failure(verb, shown(path), error_number);
    errno = error_number;
    return error;
  }
  const int directory = parent.get();
  return Place{.opened = std::move(parent), .directory = directory, .name = std::string(path.substr(slash + 1))};
}

base::Result<Beneath> Beneath::open(const std::filesystem::path& root) {
  Descriptor directory(::open(root.c_str(), kDirectory | O_CLOEXEC));
  if (!directory.valid())
    return base::fail_errno(fmt::format("Could not open the directory '{}'", root.native()), errno);
  return Beneath(std::move(directory), root, BeneathResolver::kernel);
}

base::Result<Beneath> Beneath::descend(std::string_view path) const {
  Descriptor directory = TRY(open_at("open the directory", path, kDirectory));
  return Beneath(std::move(directory), shown(path), resolver_);
}

std::optional<FileStatus> Beneath::status(std::string_view path) const {
  struct stat status = {};
  if (is_root(path)) {
    if (::fstat(descriptor_.get(), &status) != 0) return std::nullopt;
    return detail::to_file_status(status);
  }
  const auto place = place_of("look at", path);
  if (!place || ::fstatat(place->directory, place->name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
    return std::nullopt;
  }
  return detail::to_file_status(status);
}

base::Result<std::string> Beneath::read(std::string_view path, size_t limit) const {
  const Descriptor file = TRY(open_at("read", path, kFile));
  return detail::read_regular(file.get(), limit, shown(path));
}

base::Result<std::optional<std::string>> Beneath::read_if_exists(std::string_view path, size_t limit) const {
  if (detail::is_plain_relative_path(path)) {
    const Descriptor file = detail::open_beneath(descriptor_.get(), std::string(path), kFile, resolver_);
    if (file.valid()) return TRY(detail::read_regular(file.get(), limit, shown(path)));
    if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
    return failure("read", shown(path), errno);
  }
  return TRY(read(path, limit));
}

base::Result<std::vector<DirectoryEntry>> Beneath::entries(std::string_view path) const {
  auto entries = detail::entries_in(TRY(open_at("list", path, kDirectory)));
  if (!entries) return failure("list", shown(path), errno);
  return std::move(*entries);
}

base::Result<std::vector<std::string>> Beneath::list(std::string_view path) const {
  return detail::names_of(TRY(entries(path)));
}

base::Result<std::string> Beneath::read_link(std::string_view path) const {
  const Place place = TRY(place_of("read the link", path));
  std::string target(PATH_MAX, '\0');
  const ssize_t length = ::readlinkat(place.directory, place.name.c_str(), target.data(), target.size());
  if (length < 0) return failure("read the link", shown(path), errno);
  target.resize(static_cast<size_t>(length));
  return target;
}

base::Result<Descriptor> Beneath::open_file(std::string_view path) const {
  Descriptor file = TRY(open_at("open", path, kFile));
  struct stat status = {};
  if (::fstat(file.get(), &status) != 0) return failure("open", shown(path), errno);
  if (!S_ISREG(status.st_mode)) {
    return base::fail(fmt::format("Could not open '{}': it is not a regular file", shown(path)));
  }
  return file;
}

base::Result<> Beneath::make_directories(std::string_view path, mode_t mode) const {
  if (is_root(path)) return {};
  if (open_at("create the directory", path, O_PATH | O_DIRECTORY)) return {};
  if (!detail::is_plain_relative_path(path)) {
    return base::fail(fmt::format("Refusing to create '{}': it is not a plain path below '{}'", path, root_.native()));
  }
  Descriptor directory;
  int at = descriptor_.get();
  for (const std::string& name : base::split(path, '/')) {
    if (::mkdirat(at, name.c_str(), mode) != 0 && errno != EEXIST) {
      return failure("create the directory", shown(path), errno);
    }
    directory = detail::open_beneath(at, name, O_PATH | O_DIRECTORY, resolver_);
    if (!directory.valid()) return failure("create the directory", shown(path), errno);
    at = directory.get();
  }
  return {};
}

base::Result<> Beneath::create(std::string_view path, std::string_view contents, mode_t mode) const {
  const Place place = TRY(place_of("create", path));
  const int error_number = write_new(place.directory, place.name, contents, mode);
  if (error_number != 0) return failure("create", shown(path), error_number);
  return {};
}

base::Result<> Beneath::replace(std::string_view path, std::string_view contents, mode_t mode) const {
  const Place place = TRY(place_of("write", path));
  TRY(detail::check_replaceable(place.directory, place.name, shown(path)));
  const std::string temporary = detail::temporary_name();
  const int error_number = write_new(place.directory, temporary, contents, mode);
  if (error_number != 0) return failure("write", shown(path), error_number);
  if (::renameat(place.directory, temporary.c_str(), place.directory, place.name.c_str()) != 0) {
    const int rename_error = errno;
    ::unlinkat(place.directory, temporary.c_str(), 0);
    return failure("write", shown(path), rename_error);
  }
  return {};
}

base::Result<> Beneath::symlink(const std::string& target, std::string_view path) const {
  const Place place = TRY(place_of("create the link", path));
  if (::symlinkat(target.c_str(), place.directory, place.name.c_str()) == 0) return {};
  return failure("create the link", shown(path), errno);
}

base::Result<> Beneath::rename(std::string_view from, std::string_view to) const {
  const Place source = TRY(place_of("rename", from));
  const Place target = TRY(place_of("rename to", to));
  if (::renameat(source.directory, source.name.c_str(), target.directory, target.name.c_str()) == 0) return {};
  return failure("rename", fmt::format("{}' to '{}", shown(from), to), errno);
}

base::Result<> Beneath::remove(std::string_view path) const {
  const auto place = place_of("remove", path);
  if (!place && (errno == ENOENT || errno == ENOTDIR) && detail::is_plain_relative_path(path)) return {};
  if (!place) return std::unexpected(place.error());
  if (::unlinkat(place->directory, place->name.c_str(), 0) == 0 || errno == ENOENT) return {};
  return failure("remove", shown(path), errno);
}

base::Result<> Beneath::remove_tree(std::string_view path) const {
  const auto place = place_of("remove", path);
  if (!place && (errno == ENOENT || errno == ENOTDIR) && detail::is_plain_relative_path(path)) return {};
  if (!place) return std::unexpected(place.error());
  return detail::remove_tree_at(place->directory, place->name, shown(path));
}

}  // namespace os
