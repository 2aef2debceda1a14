#pragma once
// Advisory locks between processes (flock on a file of their own). They vanish with their holder.

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>

#include "base/result.h"
#include "os/descriptor.h"

namespace os {

class FileLock {
 public:
  FileLock() = default;

  // Takes the lock, waiting up to `limit` (none: forever). `on_wait` is called once, after about 200 ms of waiting, so
  // that the user can be told. The file is created 0600 (no link followed) and never deleted.
  static base::Result<FileLock> acquire(const std::filesystem::path& path,
                                        std::optional<std::chrono::milliseconds> limit = std::nullopt,
                                        const std::function<void()>& on_wait = {});

  // Nothing when somebody else holds it.
  static base::Result<std::optional<FileLock>> try_acquire(const std::filesystem::path& path);

  bool held() const { return descriptor_.valid(); }
  void release() { descriptor_.reset(); }
  // For handing the lock to a child (Command::descriptors).
  int descriptor() const { return descriptor_.get(); }

 private:
  explicit FileLock(Descriptor descriptor) : descriptor_(std::move(descriptor)) {}
  Descriptor descriptor_;
};

}  // namespace os
