#include "os/file_detail.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "os/random.h"

namespace os::detail {
namespace {

FileType type_of(mode_t mode) {
  if (S_ISREG(mode)) return FileType::regular;
  if (S_ISDIR(mode)) return FileType::directory;
  if (S_ISLNK(mode)) return FileType::symlink;
  return FileType::other;
}

// What the directory itself says of an entry; a file system that does not is asked.
FileType type_of_entry(int directory, const dirent& entry) {
  if (entry.d_type != DT_UNKNOWN) return type_of(DTTOIF(static_cast<mode_t>(entry.d_type)));
  struct stat status = {};
  if (::fstatat(directory, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) return FileType::other;
  return type_of(status.st_mode);
}

std::unexpected<base::Error> too_large(std::string_view shown, size_t limit) {
  return base::fail(fmt::format("Could not read '{}': it is larger than {} bytes", shown, limit));
}

// The size is a guess only: files of /proc say 0, and a file may grow while it is read.
base::Result<std::string> read_with_guess(int descriptor, off_t size, size_t limit, std::string_view shown) {
  std::string text;
  if (size > 0) text.reserve(std::min(static_cast<size_t>(size), limit) + 1);
  for (;;) {
    const size_t had = text.size();
    const size_t room = text.capacity() > had ? text.capacity() - had : 4096;
    text.resize(had + room);
    const ssize_t got = ::read(descriptor, text.data() + had, room);
    const int error_number = errno;
    text.resize(had + static_cast<size_t>(std::max<ssize_t>(got, 0)));
    if (got < 0 && error_number == EINTR) continue;
    if (got < 0) return base::fail_errno(fmt::format("Could not read '{}'", shown), error_number);
    if (text.size() > limit) return too_large(shown, limit);
    // There was room for one byte more than the file has: that was its end.
    const bool whole = size > 0 && static_cast<size_t>(got) < room && text.size() == static_cast<size_t>(size);
    if (got == 0 || whole) return text;
  }
}

}  // namespace

FileStatus to_file_status(const struct stat& from) {
  return {.type = type_of(from.st_mode),
          .device = from.st_dev,
          .inode = from.st_ino,
          .mode = from.st_mode & 07777U,
          .owner = from.st_uid,
          .links = from.st_nlink,
          .size = static_cast<std::uint64_t>(from.st_size),
          .modified_ns = from.st_mtim.tv_sec * std::int64_t{1'000'000'000} + from.st_mtim.tv_nsec};
}

base::Result<std::string> read_to_end(int descriptor, size_t limit, std::string_view shown) {
  struct stat status = {};
  const bool known = ::fstat(descriptor, &status) == 0;
  return read_with_guess(descriptor, known ? status.st_size : 0, limit, shown);
}

base::Result<std::string> read_regular(int descriptor, size_t limit, std::string_view shown) {
  struct stat status = {};
  if (::fstat(descriptor, &status) != 0) return base::fail_errno(fmt::format("Could not read '{}'", shown), errno);
  if (!S_ISREG(status.st_mode)) {
    return base::fail(fmt::format("Could not read '{}': it is {}, not a regular file", shown,
                                  S_ISDIR(status.st_mode) ? "a directory" : "a device, pipe or socket"));
  }
  if (static_cast<std::uint64_t>(status.st_size) > limit) return too_large(shown, limit);
  return read_with_guess(descriptor, status.st_size, limit, shown);
}

bool write_fully(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

std::string temporary_name() {
  return ".workmux-" + random_hex(16) + ".tmp";
}

std::optional<std::vector<DirectoryEntry>> entries_in(Descriptor directory) {
  DIR* stream = ::fdopendir(directory.get());
  if (stream == nullptr) return std::nullopt;
  const int number = directory.release();
  std::vector<DirectoryEntry> entries;
  errno = 0;
  while (const dirent* entry = ::readdir(stream)) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") entries.push_back({std::string(name), type_of_entry(number, *entry)});
    errno = 0;
  }
  const int error_number = errno;
  ::closedir(stream);
  errno = error_number;
  if (error_number != 0) return std::nullopt;
  std::ranges::sort(entries, {}, &DirectoryEntry::name);
  return entries;
}

std::vector<std::string> names_of(std::vector<DirectoryEntry> entries) {
  std::vector<std::string> names;
  names.reserve(entries.size());
  for (DirectoryEntry& entry : entries) names.push_back(std::move(entry.name));
  return names;
}

}  // namespace os::detail
