#pragma once
// git's own lock of a settings file: whoever made `<file>.lock` may write. Ours says whose it is, so that one that a
// killed workmux left does not stop the next.

#include <filesystem>

#include "base/result.h"

namespace git {

class ConfigLock {
 public:
  // Waits a second for another writer. One of ours whose process is gone is taken away. Errors: the lock stays taken.
  static base::Result<ConfigLock> take(const std::filesystem::path& file);

  ConfigLock(ConfigLock&& other) noexcept : path_(std::move(other.path_)) { other.path_.clear(); }
  ConfigLock& operator=(ConfigLock&&) = delete;
  ~ConfigLock();

 private:
  explicit ConfigLock(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

}  // namespace git
