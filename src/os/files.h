#pragma once
// Files in places that only the user and we write: configuration, state, the real git directory. For a tree that a
// guest can write there is os::Beneath.

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "os/descriptor.h"

namespace os {

enum class FileType { regular, directory, symlink, other };

struct FileStatus {
  FileType type = FileType::other;
  dev_t device = 0;
  ino_t inode = 0;
  mode_t mode = 0;  // permission bits
  uid_t owner = 0;
  std::uint64_t links = 0;
  std::uint64_t size = 0;
  std::int64_t modified_ns = 0;  // nanoseconds since 1970
};

struct DirectoryEntry {
  std::string name;
  FileType type = FileType::other;
};

// lstat; nothing when there is no such file (or a component is missing or no directory).
std::optional<FileStatus> status_of(const std::filesystem::path& path);
// stat: follows links.
std::optional<FileStatus> status_following(const std::filesystem::path& path);

// A whole regular file, links followed. Errors: missing, unreadable, larger than `limit`, not regular.
base::Result<std::string> read_file(const std::filesystem::path& path, size_t limit = 64U << 20);

// As read_file, but nothing (no error) for a missing file.
base::Result<std::optional<std::string>> read_file_if_exists(const std::filesystem::path& path,
                                                             size_t limit = 64U << 20);

// The same of a file that is open already; `shown` names it in messages.
base::Result<std::string> read_opened(const Descriptor& file, size_t limit, std::string_view shown);

enum class Durable { no, yes };  // yes: fsync of file and directory

// Writes a temporary file beside `path` and renames it over: readers see the old or the new text, never a part. A link
// at `path` is replaced, not followed. The temporary file is gone after a failure.
base::Result<> write_atomically(const std::filesystem::path& path, std::string_view contents, mode_t mode = 0600,
                                Durable durable = Durable::no);

// Creates a file that must not exist yet (O_EXCL, no link followed).
base::Result<> create_file(const std::filesystem::path& path, std::string_view contents, mode_t mode = 0600);

// Appends to a file, creating it when missing.
base::Result<> append_to_file(const std::filesystem::path& path, std::string_view contents, mode_t mode = 0600);

// mkdir -p; directories that are made get `mode`.
base::Result<> make_directories(const std::filesystem::path& path, mode_t mode = 0700);

// A new directory `<parent>/<prefix>XXXXXX`, 0700.
base::Result<std::filesystem::path> make_temporary_directory(const std::filesystem::path& parent,
                                                             std::string_view prefix);

// Names in a directory, sorted, without "." and ".."; empty when the directory is missing.
std::vector<std::string> list_directory(const std::filesystem::path& path);

// Missing is fine for all of these. remove_tree never follows a link and never leaves `path`'s file system tree.
base::Result<> remove_file(const std::filesystem::path& path);
base::Result<> remove_empty_directory(const std::filesystem::path& path);
base::Result<> remove_tree(const std::filesystem::path& path);

base::Result<> rename_path(const std::filesystem::path& from, const std::filesystem::path& to);
// Fails when `to` exists (RENAME_NOREPLACE).
base::Result<> rename_without_replacing(const std::filesystem::path& from, const std::filesystem::path& to);
base::Result<> make_symlink(const std::string& target, const std::filesystem::path& link);
base::Result<> set_mode(const std::filesystem::path& path, mode_t mode);
base::Result<> copy_file(const std::filesystem::path& from, const std::filesystem::path& to, mode_t mode);

// Absolute path with every link resolved; an error names the path when it does not exist.
base::Result<std::filesystem::path> real_path(const std::filesystem::path& path);

// True when `path` is `ancestor` or below it, compared by whole components after lexical normalisation.
bool is_within(const std::filesystem::path& path, const std::filesystem::path& ancestor);

// The directory this process works in, from the kernel (an error when it was deleted).
base::Result<std::filesystem::path> current_directory();
base::Result<> change_directory(const std::filesystem::path& path);

// The path of the running program, links resolved.
std::filesystem::path program_path();

}  // namespace os
