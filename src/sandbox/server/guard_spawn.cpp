#include <fmt/format.h>

#include <utility>

#include "sandbox/server/authority.h"

namespace sandbox::server {

Decision judge_spawn(const rpc::SpawnAgent& spawn, const Family& family, const RpcPolicy& policy, int depth,
                     int in_last_hour) {
  if (policy.spawn == Permission::deny) {
    return Decision::refused(
        "Spawning agents from inside this sandbox is switched off on the host (sandbox.rpc.spawn)");
  }
  if (std::cmp_greater_equal(depth, policy.max_depth)) {
    return Decision::refused(fmt::format(
        "This agent is {} levels below the first one and may not spawn another (sandbox.rpc.max_depth is {})", depth,
        policy.max_depth));
  }
  if (std::cmp_greater_equal(family.live, policy.max_live)) {
    return Decision::refused(fmt::format(
        "{} spawned agents are alive, no more are allowed (sandbox.rpc.max_live is {})", family.live, policy.max_live));
  }
  if (std::cmp_greater_equal(in_last_hour, policy.per_hour)) {
    return Decision::refused(
        fmt::format("{} agents were spawned within an hour, no more are allowed (sandbox.rpc.per_hour is {})",
                    in_last_hour, policy.per_hour));
  }
  if (policy.spawn == Permission::allow) return Decision::allowed();
  return Decision::question(fmt::format("spawn the agent '{}'", spawn.branch_name.value_or("(auto-named)")));
}

}  // namespace sandbox::server
