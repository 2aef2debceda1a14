#include "sandbox/quarantine/layout.h"

#include <fmt/format.h>

#include <chrono>

namespace sandbox::quarantine {

std::string Layout::own_file(std::string_view name) const {
  return own.empty() ? std::string(name) : fmt::format("{}/{}", own, name);
}

Layout layout_of(const Subject& subject) {
  const auto& root = subject.facade;
  Layout layout{.root = root,
                .git = root / "git",
                .info = root / "info",
                .empty = root / "empty",
                .host = root / "host",
                .lock = root / "lock",
                .own = {}};
  if (!subject.is_main_checkout()) layout.own = subject.git_dir.lexically_relative(subject.common_dir).string();
  return layout;
}

base::Result<os::FileLock> lock_facade(const Layout& layout) {
  return TRY_WITH(os::FileLock::acquire(layout.lock, std::chrono::seconds(60)),
                  fmt::format("Could not lock the sandbox's git directory '{}'", layout.root.string()));
}

base::Result<git::Runner> runner_of(const Subject& subject) {
  git::Repository repository;
  repository.common_dir = subject.common_dir;
  repository.git_dir = subject.git_dir;
  repository.worktree = subject.worktree;
  repository.main_worktree = subject.is_main_checkout() ? subject.worktree : subject.common_dir.parent_path();
  repository.project_id = subject.project_id;
  return git::Runner::create(repository, subject.environment, {subject.worktree, subject.facade});
}

}  // namespace sandbox::quarantine
