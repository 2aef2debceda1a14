// Guard: values of a project that would weaken the sandbox of the user's own file (CLI 6.12, the L rows).
#include "config/guards.h"
#include "config/merge.h"
#include "config/naming.h"
#include "os/files.h"

namespace config {

namespace {

// Lima mounts the worktrees' directory: it may not lie outside the main worktree and its parent (SBX E6).
bool worktree_dir_loosens(const LooseningQuestion& question) {
  if (question.merged.sandbox.backend != SandboxBackend::lima || question.main_worktree.empty()) return false;
  if (question.merged.worktree_dir == question.global.worktree_dir) return false;
  const auto directory = worktrees_directory(question.merged, question.main_worktree, question.home);
  return directory && !os::is_within(*directory, question.main_worktree.lexically_normal().parent_path());
}

bool loosens(std::string_view key, const LooseningQuestion& question) {
  const Sandbox& global = question.global.sandbox;
  const Sandbox& merged = question.merged.sandbox;
  const bool shared_vm = merged.lima.isolation == LimaIsolation::shared;
  if (key == "worktree_dir") return worktree_dir_loosens(question);
  if (key == "sandbox.enabled") return global.enabled && !merged.enabled;
  if (key == "sandbox.backend") {
    return merged.backend == SandboxBackend::bubblewrap && question.global_sets_backend &&
           merged.backend != global.backend;
  }
  if (key == "sandbox.target") return global.target == SandboxTarget::all && merged.target == SandboxTarget::agent;
  if (key == "sandbox.image") {
    return question.root_entry == RootEntry::yes && merged.network.policy == NetworkPolicy::deny &&
           merged.backend == SandboxBackend::container && merged.image != global.image;
  }
  if (key == "sandbox.container.runtime") {
    return global.container.runtime && merged.container.runtime != global.container.runtime;
  }
  if (key == "sandbox.lima.isolation") return shared_vm && global.lima.isolation != LimaIsolation::shared;
  if (key == "sandbox.lima.projects_dir") return merged.lima.projects_dir != global.lima.projects_dir;
  if (key == "sandbox.lima.provision") return shared_vm && merged.lima.provision != global.lima.provision;
  return true;  // a loosening key without a rule of its own: ask
}

}  // namespace

std::vector<IgnoredKey> loosening_values(const Node& project, const LooseningQuestion& question) {
  std::vector<IgnoredKey> found;
  for_each_key(project, [&](const Key& key, const Node& value) {
    if (key.scope == Scope::loosening && loosens(key.path, question)) found.push_back({&key, value.place, {}});
  });
  return found;
}

}  // namespace config
