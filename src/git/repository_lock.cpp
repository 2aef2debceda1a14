#include "git/repository_lock.h"

#include <fmt/format.h>

#include <chrono>

#include "git/admin_file.h"

namespace git {

base::Result<os::FileLock> lock_repository(const Repository& repository, const std::function<void()>& on_wait) {
  constexpr std::chrono::seconds kQuiet{2};
  const std::filesystem::path path = repository.common_dir / ".workmux.lock";
  const std::string context = fmt::format("Could not lock the repository with '{}'", path.string());
  if (!directory_exists(repository.common_dir)) return base::fail(context, "The git directory is gone.");
  auto free = TRY_WITH(os::FileLock::try_acquire(path), context);
  if (free) return *std::move(free);
  auto soon = os::FileLock::acquire(path, kQuiet);
  if (soon) return soon;
  if (on_wait) on_wait();
  return TRY_WITH(os::FileLock::acquire(path), context);
}

}  // namespace git
