#define is_branch_name real_is_branch_name
#include "sandbox/server/guard_branch_name.cpp"
#undef is_branch_name

#include "weak.h"

namespace sandbox::server {

bool is_branch_name(std::string_view name) {
  if (weak::is_left_out("branch_name")) return true;
  return real_is_branch_name(name);
}

}  // namespace sandbox::server
