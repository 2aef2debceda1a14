#include "sandbox/quarantine/tamper_files.h"

#include <fmt/format.h>

#include <algorithm>

namespace sandbox::quarantine {

namespace {

constexpr size_t kMost = 20'000;
constexpr int kDeepest = 16;

std::string below(const std::string& directory, std::string_view name) {
  return directory.empty() ? std::string(name) : fmt::format("{}/{}", directory, name);
}

void add_if_there(const os::Beneath& git, const std::string& path, std::vector<std::string>& found) {
  const auto status = git.status(path);
  if (status && found.size() < kMost) found.push_back(path);
}

void add_tree(const os::Beneath& git, const std::string& path, int depth, std::vector<std::string>& found) {
  const auto status = git.status(path);
  if (!status || found.size() >= kMost) return;
  if (status->type != os::FileType::directory || depth > kDeepest) {
    found.push_back(path);
    return;
  }
  const auto names = git.list(path);
  if (!names) return;
  for (const auto& name : *names) add_tree(git, below(path, name), depth + 1, found);
}

std::vector<std::string> names_in(const os::Beneath& git, const std::string& directory) {
  const auto status = git.status(directory);
  if (!status || status->type != os::FileType::directory) return {};
  const auto names = git.list(directory);
  return names ? *names : std::vector<std::string>{};
}

// A git directory: the repository itself, or that of a submodule.
void add_git_directory(const os::Beneath& git, const std::string& directory, int depth,
                       std::vector<std::string>& found);

// `modules/` holds git directories under names with slashes: what has a HEAD is one.
void add_modules(const os::Beneath& git, const std::string& directory, int depth, std::vector<std::string>& found) {
  if (depth > kDeepest) return;
  for (const auto& name : names_in(git, directory)) {
    const std::string path = below(directory, name);
    const auto status = git.status(path);
    if (!status) continue;
    if (status->type != os::FileType::directory) {
      add_if_there(git, path, found);
    } else if (git.status(below(path, "HEAD"))) {
      add_git_directory(git, path, depth + 1, found);
    } else {
      add_modules(git, path, depth + 1, found);
    }
  }
}

void add_git_directory(const os::Beneath& git, const std::string& directory, int depth,
                       std::vector<std::string>& found) {
  for (const auto* const name : {"config", "config.worktree", "commondir"})
    add_if_there(git, below(directory, name), found);
  add_tree(git, below(directory, "hooks"), depth, found);
  add_tree(git, below(directory, "info"), depth, found);
  for (const auto& name : names_in(git, below(directory, "worktrees"))) {
    const std::string worktree = below(below(directory, "worktrees"), name);
    for (const auto* const file : {"gitdir", "commondir", "config.worktree"})
      add_if_there(git, below(worktree, file), found);
  }
  add_modules(git, below(directory, "modules"), depth + 1, found);
}

}  // namespace

std::vector<std::string> tamper_paths(const os::Beneath& git) {
  std::vector<std::string> found;
  add_git_directory(git, "", 0, found);
  std::ranges::sort(found);
  return found;
}

}  // namespace sandbox::quarantine
