#define judge_close real_judge_close
#include "sandbox/server/guard_close.cpp"
#undef judge_close

#include "weak.h"

namespace sandbox::server {

Decision judge_close(const rpc::Close& close, const Family& family, Permission permission) {
  if (weak::is_left_out("close")) return Decision::allowed();
  return real_judge_close(close, family, permission);
}

}  // namespace sandbox::server
