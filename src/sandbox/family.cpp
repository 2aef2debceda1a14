#include "sandbox/family.h"

#include <string>

#include "git/record.h"
#include "git/refs.h"
#include "sandbox/repository_of.h"

namespace sandbox {
namespace {

constexpr int kDeepest = 64;

// True when `own` asked for `child`, directly or through others. A window that was opened again has a new id, so the
// worktree counts as well.
bool descends(const Snapshot& child, const Snapshot& own, const std::filesystem::path& state) {
  std::string parent = child.parent;
  for (int step = 0; step < kDeepest && !parent.empty(); ++step) {
    if (parent == own.id) return true;
    const auto above = read_snapshot(state, parent);
    if (!above || above->project_id != own.project_id) return false;
    if (above->handle == own.handle && above->worktree == own.worktree) return true;
    parent = above->parent;
  }
  return false;
}

// The branch it merges to without being told.
std::string base_of(const git::Repository& repository, const Snapshot& snapshot) {
  if (!snapshot.base.empty() && git::local_branch_exists(repository, snapshot.base).value_or(false))
    return snapshot.base;
  return git::default_branch(repository, snapshot.config.main_branch.value_or("")).value_or("");
}

server::Relative relative(const git::Repository& repository, const Snapshot& snapshot) {
  server::Relative relative;
  relative.handle = snapshot.handle;
  relative.branch = snapshot.branch;
  if (relative.branch.empty()) {
    const auto head = git::read_head(repository, snapshot.git_dir);
    if (head) relative.branch = head->branch;
  }
  relative.base = base_of(repository, snapshot);
  relative.is_main = snapshot.is_main_checkout();
  return relative;
}

}  // namespace

server::Family family_of(const Snapshot& snapshot, const os::Paths& paths) {
  server::Family family;
  const auto repository = repository_of(snapshot);
  family.self = relative(repository, snapshot);
  const auto records = git::list_records(git::record_directory(paths.state, repository));
  for (const auto& [handle, record] : records.records) {
    if (!record.sandbox || record.config_id.empty()) continue;
    auto other = read_snapshot(paths.state, record.config_id);
    if (!other || other->handle != handle || other->worktree == snapshot.worktree) continue;
    if (other->root_id() == snapshot.root_id()) ++family.live;
    if (descends(*other, snapshot, paths.state)) family.descendants.push_back(relative(repository, *other));
  }
  return family;
}

}  // namespace sandbox
