#include "os/privileged_files.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <string_view>
#include <utility>

#include "base/clock.h"

namespace os {
namespace {

// Each level holds a descriptor.
constexpr size_t kDeepest = 256;

using Directory = std::unique_ptr<DIR, int (*)(DIR*)>;

struct Level {
  Directory directory;
  std::string path;  // relative, with a slash at its end
};

Directory open_directory(int parent, const char* name) {
  const int descriptor = ::openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  Directory directory(descriptor >= 0 ? ::fdopendir(descriptor) : nullptr, &::closedir);
  if (descriptor >= 0 && !directory) ::close(descriptor);
  return directory;
}

class Search {
 public:
  Search(std::chrono::system_clock::time_point since, std::chrono::milliseconds limit)
      : since_(std::chrono::duration_cast<std::chrono::seconds>(since.time_since_epoch()).count()),
        end_(base::now() + limit) {}

  PrivilegedFiles run(int root) {
    struct stat status = {};
    if (::fstat(root, &status) == 0) device_ = status.st_dev;
    enter(root, ".", "");
    while (!levels_.empty()) {
      const dirent* entry = ::readdir(levels_.back().directory.get());
      if (entry == nullptr) {
        levels_.pop_back();
      } else if (base::now() > end_) {
        found_.complete = false;
        break;
      } else {
        look(*entry);
      }
    }
    return std::move(found_);
  }

 private:
  void enter(int parent, const char* name, std::string path) {
    auto directory = levels_.size() < kDeepest ? open_directory(parent, name) : Directory(nullptr, &::closedir);
    if (!directory) {
      found_.complete = false;
      return;
    }
    levels_.push_back({.directory = std::move(directory), .path = std::move(path)});
  }

  void look(const dirent& entry) {
    const std::string_view name = entry.d_name;
    if (name == "." || name == ".." || entry.d_type == DT_LNK) return;
    const int parent = ::dirfd(levels_.back().directory.get());
    struct stat status = {};
    if (::fstatat(parent, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0 || status.st_dev != device_) return;
    const std::string path = levels_.back().path + entry.d_name;
    if (S_ISDIR(status.st_mode)) return enter(parent, entry.d_name, path + "/");
    if (status.st_ctim.tv_sec < since_) return;
    if (S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode)) {
      if (::unlinkat(parent, entry.d_name, 0) == 0) found_.removed.push_back(path);
    } else if (S_ISREG(status.st_mode) && (status.st_mode & (S_ISUID | S_ISGID)) != 0) {
      strip(parent, entry.d_name, path);
    }
  }

  // By a descriptor of the file itself, so that nothing put in its place meanwhile is changed.
  void strip(int parent, const char* name, const std::string& path) {
    const Descriptor handle(::openat(parent, name, O_PATH | O_NOFOLLOW | O_CLOEXEC));
    struct stat status = {};
    if (!handle.valid() || ::fstat(handle.get(), &status) != 0 || !S_ISREG(status.st_mode)) return;
    const auto by_descriptor = fmt::format("/proc/self/fd/{}", handle.get());
    if (::chmod(by_descriptor.c_str(), status.st_mode & 01777U) == 0) found_.stripped.push_back(path);
  }

  std::int64_t since_;
  std::chrono::steady_clock::time_point end_;
  dev_t device_ = 0;
  std::vector<Level> levels_;
  PrivilegedFiles found_;
};

}  // namespace

PrivilegedFiles strip_privileged_files(const Beneath& tree, std::chrono::system_clock::time_point since,
                                       std::chrono::milliseconds limit) {
  return Search(since, limit).run(tree.descriptor());
}

}  // namespace os
