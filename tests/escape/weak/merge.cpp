#define judge_merge real_judge_merge
#include "sandbox/server/guard_merge.cpp"
#undef judge_merge

#include "weak.h"

namespace sandbox::server {

Decision judge_merge(const rpc::Merge& merge, const Family& family, Permission permission) {
  if (weak::is_left_out("merge")) return Decision::allowed();
  return real_judge_merge(merge, family, permission);
}

}  // namespace sandbox::server
