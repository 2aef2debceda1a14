#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "os/file_detail.h"

namespace os::detail {
namespace {

// A hostile tree may be deeper than descriptors or stack allow: what lies deeper than this is moved up to the top
// first.
constexpr size_t kMostLevels = 32;
// Where it cannot be moved (an overlay's lower directories), we go down this far all the same.
constexpr size_t kMostLevelsUnmoved = 512;
// Something may add entries while we remove; after this many looks at a directory we give up.
constexpr int kMostLooks = 8;

struct Level {
  Descriptor directory;
  std::string name;                // in the level above
  std::vector<std::string> names;  // still to be removed
  int looks = 0;
};

std::unexpected<base::Error> failure(std::string_view shown, const std::string& name, int error_number) {
  return base::fail_errno(fmt::format("Could not remove '{}' completely: '{}' is in the way", shown, name),
                          error_number);
}

// Gives the owner back what removing needs. By descriptor, so that a link put there meanwhile is not followed.
void unlock(int parent, const std::string& name) {
  const Descriptor handle(::openat(parent, name.c_str(), O_PATH | O_NOFOLLOW | O_DIRECTORY | O_CLOEXEC));
  if (handle.valid()) ::chmod(fmt::format("/proc/self/fd/{}", handle.get()).c_str(), 0700);
}

// The directory `name`, never through a link.
Descriptor open_level(int parent, const std::string& name) {
  constexpr int kFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
  Descriptor directory(::openat(parent, name.c_str(), kFlags));
  if (!directory.valid() && errno == EACCES) {
    unlock(parent, name);
    directory.reset(::openat(parent, name.c_str(), kFlags));
  }
  return directory;
}

// statx tells the mount, which differs even for a bind mount of the same device.
bool is_mount_point(int directory) {
  struct statx status = {};
  if (::statx(directory, "", AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW, 0, &status) != 0) return false;
  return (status.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) != 0 &&
         (status.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

// unlinkat in an opened directory of ours, made writable when it is not.
bool unlink_in(int directory, const std::string& name, int flags) {
  if (::unlinkat(directory, name.c_str(), flags) == 0 || errno == ENOENT) return true;
  if (errno != EACCES) return false;
  ::fchmod(directory, 0700);
  return ::unlinkat(directory, name.c_str(), flags) == 0 || errno == ENOENT;
}

bool is_directory_error(int error_number) {
  return error_number == EISDIR || error_number == EPERM;
}

class Remover {
 public:
  Remover(int parent, std::string_view shown) : parent_(parent), shown_(shown) {}

  base::Result<> remove(const std::string& name) {
    if (::unlinkat(parent_, name.c_str(), 0) == 0 || errno == ENOENT) return {};
    if (!is_directory_error(errno)) return failure(shown_, name, errno);
    TRY(enter(parent_, name));
    while (!levels_.empty()) TRY(step());
    return {};
  }

 private:
  base::Result<> enter(int parent, const std::string& name) {
    Descriptor directory = open_level(parent, name);
    if (!directory.valid()) {
      const int error_number = errno;
      // Changed into something else, or gone, since it was seen: that is removed instead.
      if (::unlinkat(parent, name.c_str(), 0) == 0 || errno == ENOENT) return {};
      return failure(shown_, name, error_number);
    }
    if (is_mount_point(directory.get())) {
      return base::fail(fmt::format("Could not remove '{}': '{}' in it is a mount point", shown_, name),
                        "Unmount it and try again.");
    }
    levels_.push_back({.directory = std::move(directory), .name = name, .names = {}});
    return {};
  }

  // One entry of the deepest level, or the level itself once it is empty.
  base::Result<> step() {
    Level& level = levels_.back();
    if (level.names.empty()) return leave();
    const std::string name = std::move(level.names.back());
    level.names.pop_back();
    if (unlink_in(level.directory.get(), name, 0)) return {};
    if (!is_directory_error(errno)) return failure(shown_, name, errno);
    if (unlink_in(level.directory.get(), name, AT_REMOVEDIR)) return {};
    if (levels_.size() < kMostLevels) return enter(level.directory.get(), name);
    return move_up(level, name);
  }

  base::Result<> move_up(Level& level, const std::string& name) {
    Level& top = levels_.front();
    const std::string moved = temporary_name();
    const auto rename = [&] {
      return ::renameat(level.directory.get(), name.c_str(), top.directory.get(), moved.c_str()) == 0;
    };
    if (!rename()) {
      ::fchmod(level.directory.get(), 0700);
      ::fchmod(top.directory.get(), 0700);
      unlock(level.directory.get(), name);
      if (!rename()) {
        if (levels_.size() < kMostLevelsUnmoved) return enter(level.directory.get(), name);
        return failure(shown_, name, errno);
      }
    }
    top.names.push_back(moved);
    return {};
  }

  base::Result<> leave() {
    Level& level = levels_.back();
    // The first look finds what there is, a later one what came meanwhile.
    const bool looked = level.looks > 0;
    if (looked && unlink_level()) {
      levels_.pop_back();
      return {};
    }
    if (looked && errno != ENOTEMPTY && errno != EEXIST) return failure(shown_, level.name, errno);
    if (++level.looks > kMostLooks) return failure(shown_, level.name, ENOTEMPTY);
    // A description of its own: it is read from the start at every look.
    Descriptor again(::openat(level.directory.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!again.valid()) return failure(shown_, level.name, errno);
    auto entries = entries_in(std::move(again));
    if (!entries) return failure(shown_, level.name, errno);
    level.names = names_of(std::move(*entries));
    return {};
  }

  bool unlink_level() {
    const std::string& name = levels_.back().name;
    if (levels_.size() > 1) return unlink_in(levels_[levels_.size() - 2].directory.get(), name, AT_REMOVEDIR);
    // The directory above the whole tree is not ours to change the mode of.
    return ::unlinkat(parent_, name.c_str(), AT_REMOVEDIR) == 0 || errno == ENOENT;
  }

  int parent_;
  std::string_view shown_;
  std::vector<Level> levels_;
};

}  // namespace

base::Result<> remove_tree_at(int parent, const std::string& name, std::string_view shown) {
  return Remover(parent, shown).remove(name);
}

}  // namespace os::detail
