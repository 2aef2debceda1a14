#define judge_spawn real_judge_spawn
#include "sandbox/server/guard_spawn.cpp"
#undef judge_spawn

#include "weak.h"

namespace sandbox::server {

Decision judge_spawn(const rpc::SpawnAgent& spawn, const Family& family, const RpcPolicy& policy, int depth,
                     int in_last_hour) {
  if (weak::is_left_out("spawn")) return Decision::allowed();
  return real_judge_spawn(spawn, family, policy, depth, in_last_hour);
}

}  // namespace sandbox::server
