#include "os/lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <thread>

#include "os/files.h"

namespace os {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// Most locks are held for a few milliseconds; only a wait longer than this is worth a word to the user.
constexpr milliseconds kQuietWait{200};
constexpr milliseconds kLongestPause{20};

base::Result<Descriptor> open_lock_file(const std::filesystem::path& path) {
  const auto open = [&] {
    return Descriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0600));
  };
  Descriptor file = open();
  if (!file.valid() && errno == ENOENT && path.has_parent_path()) {
    TRY(make_directories(path.parent_path()));
    file = open();
  }
  if (!file.valid()) return base::fail_errno(fmt::format("Could not open the lock file '{}'", path.native()), errno);
  return file;
}

// Whether the path still leads to the file that we locked: somebody may have deleted it between open and lock, and the
// next one would lock a new file.
bool is_current(const Descriptor& file, const std::filesystem::path& path) {
  struct stat ours = {};
  const auto there = status_of(path);
  return ::fstat(file.get(), &ours) == 0 && there && there->device == ours.st_dev && there->inode == ours.st_ino;
}

enum class Wait { no, yes };

// True when the lock is ours, false when it is held by somebody else.
base::Result<bool> lock(const Descriptor& file, const std::filesystem::path& path, Wait wait) {
  while (::flock(file.get(), LOCK_EX | (wait == Wait::no ? LOCK_NB : 0)) != 0) {
    if (errno == EWOULDBLOCK) return false;
    if (errno != EINTR) return base::fail_errno(fmt::format("Could not lock '{}'", path.native()), errno);
  }
  return true;
}

}  // namespace

base::Result<FileLock> FileLock::acquire(const std::filesystem::path& path, std::optional<milliseconds> limit,
                                         const std::function<void()>& on_wait) {
  const auto start = Clock::now();
  bool told = false;
  milliseconds pause{1};
  Descriptor file = TRY(open_lock_file(path));
  for (;;) {
    const auto waited = std::chrono::duration_cast<milliseconds>(Clock::now() - start);
    // The kernel's own queue is the best way to wait, but it knows no time limit: until the word to the user is said,
    // and under a limit, we look again and again.
    const bool may_block = !limit && waited >= kQuietWait;
    if (TRY(lock(file, path, may_block ? Wait::yes : Wait::no))) {
      if (is_current(file, path)) return FileLock(std::move(file));
      file = TRY(open_lock_file(path));
      continue;
    }
    if (limit && waited >= *limit) {
      return base::fail(
          fmt::format("Could not lock '{}' within {} ms: another process holds it", path.native(), limit->count()));
    }
    std::this_thread::sleep_for(limit ? std::min(pause, std::max(*limit - waited, milliseconds{1})) : pause);
    pause = std::min(pause * 2, kLongestPause);
    if (!told && on_wait && Clock::now() - start >= kQuietWait) {
      told = true;
      on_wait();
    }
  }
}

base::Result<std::optional<FileLock>> FileLock::try_acquire(const std::filesystem::path& path) {
  for (;;) {
    Descriptor file = TRY(open_lock_file(path));
    if (!TRY(lock(file, path, Wait::no))) return std::nullopt;
    if (is_current(file, path)) return FileLock(std::move(file));
  }
}

}  // namespace os
