#pragma once
// The one way to touch a tree that a guest can write: every step is relative to an opened root, no link is followed
// anywhere (openat2 with RESOLVE_BENEATH and RESOLVE_NO_SYMLINKS, a component-wise fallback where the kernel lacks it),
// and only regular files and directories count (SBX E10).
//
// Every `path` is relative: no leading "/", no "." or ".." component, no empty component. Anything else is an error.
// Where a directory is meant, "" and "." are the root.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "os/descriptor.h"
#include "os/files.h"

namespace os {

// How paths are resolved: by openat2 (name by name where the kernel or an engine's filter lacks it), or name by name.
enum class BeneathResolver { kernel, components };

class Beneath {
 public:
  // The root itself may be reached through links; it must be a directory.
  static base::Result<Beneath> open(const std::filesystem::path& root);
  // A root below this one.
  base::Result<Beneath> descend(std::string_view path) const;

  const std::filesystem::path& root() const { return root_; }
  int descriptor() const { return descriptor_.get(); }

  // lstat; nothing when it does not exist or is only reached through a link.
  std::optional<FileStatus> status(std::string_view path) const;
  // A regular file. Errors: missing, a link anywhere, not regular, larger than `limit`.
  base::Result<std::string> read(std::string_view path, size_t limit = 16U << 20) const;
  base::Result<std::optional<std::string>> read_if_exists(std::string_view path, size_t limit = 16U << 20) const;
  // A directory's entries, sorted by name, with what the directory says of their types: nothing of them is opened.
  base::Result<std::vector<DirectoryEntry>> entries(std::string_view path) const;
  // Their names alone.
  base::Result<std::vector<std::string>> list(std::string_view path) const;
  base::Result<std::string> read_link(std::string_view path) const;
  // Opens a regular file for reading.
  base::Result<Descriptor> open_file(std::string_view path) const;

  base::Result<> make_directories(std::string_view path, mode_t mode = 0700) const;
  // A file that must not exist yet.
  base::Result<> create(std::string_view path, std::string_view contents, mode_t mode = 0600) const;
  // Written under a random name (O_EXCL) and renamed over `path`. Refuses to replace anything but a regular file with
  // one hard link.
  base::Result<> replace(std::string_view path, std::string_view contents, mode_t mode = 0600) const;
  base::Result<> symlink(const std::string& target, std::string_view path) const;
  base::Result<> rename(std::string_view from, std::string_view to) const;
  // Removes a file or link itself; missing is fine.
  base::Result<> remove(std::string_view path) const;
  // Removes a directory (or file) and all below by descriptor, never through a link; missing is fine.
  base::Result<> remove_tree(std::string_view path) const;

 private:
  friend struct BeneathForTests;
  struct Place;
  Beneath(Descriptor descriptor, std::filesystem::path root, BeneathResolver resolver)
      : descriptor_(std::move(descriptor)), root_(std::move(root)), resolver_(resolver) {}
  std::string shown(std::string_view path) const;
  base::Result<Descriptor> open_at(std::string_view verb, std::string_view path, int flags) const;
  base::Result<Place> place_of(std::string_view verb, std::string_view path) const;

  Descriptor descriptor_;
  std::filesystem::path root_;
  BeneathResolver resolver_;
};

}  // namespace os
