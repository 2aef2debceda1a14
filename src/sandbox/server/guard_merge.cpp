#include <fmt/format.h>

#include "sandbox/server/authority.h"

namespace sandbox::server {

Decision judge_merge(const rpc::Merge& merge, const Family& family, Permission permission) {
  if (permission == Permission::deny) {
    return Decision::refused("Merging from inside this sandbox is switched off on the host (sandbox.rpc.merge)");
  }
  const Relative* source = find_relative(family, merge.name);
  // A worktree that is not ours may be the main one; its uncommitted work is the user's.
  if (merge.ignore_uncommitted && (source == nullptr || source->is_main)) {
    return Decision::refused("--ignore-uncommitted is only for worktrees of this sandbox, never for the main worktree");
  }
  const auto target = merge_target(merge, family);
  const bool own_into_base = source != nullptr && !source->base.empty() && target == source->base;
  if (own_into_base && permission == Permission::allow) return Decision::allowed();
  return Decision::question(fmt::format("merge '{}' into '{}'", merge.name, target.value_or("its base")));
}

}  // namespace sandbox::server
