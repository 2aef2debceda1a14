#include "sandbox/main_worktree.h"

#include <fmt/format.h>
#include <glob.h>

#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "os/files.h"
#include "sandbox/mount_paths.h"

namespace sandbox {
namespace {

// Other worktrees of the repository, from git's admin files, which only the host writes.
std::vector<std::filesystem::path> other_worktrees(const Snapshot& snapshot) {
  std::vector<std::filesystem::path> paths;
  const auto admin = snapshot.common_dir / "worktrees";
  for (const auto& name : os::list_directory(admin)) {
    const auto text = os::read_file_if_exists(admin / name / "gitdir", 16U << 10);
    if (!text || !*text) continue;
    const auto link = std::filesystem::path(std::string(base::trim(**text)));
    const auto real =
        os::real_path(link.parent_path().is_absolute() ? link.parent_path() : admin / name / link.parent_path());
    if (real && *real != snapshot.worktree) paths.push_back(*real);
  }
  return paths;
}

void mask_siblings(const Snapshot& snapshot, std::vector<Mount>& mounts) {
  for (const auto& path : other_worktrees(snapshot)) {
    const bool below_main = os::is_within(path, snapshot.main_worktree) && path != snapshot.main_worktree;
    // One that holds our own cannot be covered: ours stands in it.
    if (!below_main || os::is_within(snapshot.worktree, path) || !is_plain_path(path)) continue;
    mounts.push_back({.source = {}, .target = path, .kind = MountKind::empty_directory});
  }
}

// Files of the main worktree that match a pattern of the configuration.
std::vector<std::filesystem::path> matches(const std::filesystem::path& root, const std::string& pattern) {
  std::vector<std::filesystem::path> paths;
  if (pattern.empty() || pattern.starts_with('/')) return paths;
  glob_t found{};
  if (glob((root / pattern).c_str(), GLOB_NOSORT, nullptr, &found) == 0) {
    for (size_t i = 0; i < found.gl_pathc; ++i) paths.emplace_back(found.gl_pathv[i]);
  }
  globfree(&found);
  return paths;
}

// Only what `files.symlink` of the policy made links to: a link that the guest made itself opens nothing.
void add_link_targets(const Snapshot& snapshot, const MountRules& rules, std::vector<Mount>& mounts) {
  auto patterns = snapshot.config.files.symlink;
  patterns.emplace_back("CLAUDE.local.md");
  for (const auto& pattern : patterns) {
    for (const auto& path : matches(snapshot.main_worktree, pattern)) {
      const auto link = os::status_of(snapshot.worktree / path.lexically_relative(snapshot.main_worktree));
      const auto real = os::real_path(path);
      if (!link || link->type != os::FileType::symlink || !real || !os::is_within(*real, snapshot.main_worktree))
        continue;
      auto mount = check_mount({.source = *real, .target = *real}, rules, "A link into the main worktree");
      if (mount) mounts.push_back(*std::move(mount));
    }
  }
}

}  // namespace

MainWorktreeMounts main_worktree_mounts(const Snapshot& snapshot, const MountRules& rules) {
  MainWorktreeMounts result;
  if (snapshot.main_worktree.empty() || snapshot.is_main_checkout()) return result;
  const auto access = snapshot.config.sandbox.main_worktree;
  if (access == config::MainWorktreeAccess::none) {
    add_link_targets(snapshot, rules, result.mounts);
    return result;
  }
  const bool writable = access == config::MainWorktreeAccess::writable;
  auto mount = check_mount({.source = snapshot.main_worktree, .target = snapshot.main_worktree, .writable = writable},
                           rules, "The main worktree");
  if (!mount) {
    result.warnings.push_back(
        fmt::format("The main worktree is not visible in the sandbox: {}", mount.error().message));
    return result;
  }
  if (writable) {
    result.warnings.emplace_back(
        "sandbox.main_worktree is 'writable': what the agent writes into the main worktree you may run outside");
  }
  result.mounts.push_back(*std::move(mount));
  mask_siblings(snapshot, result.mounts);
  return result;
}

}  // namespace sandbox
