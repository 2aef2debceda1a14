#define needs_approval real_needs_approval
#include "config/guard_trust.cpp"
#undef needs_approval

#include "weak.h"

namespace config {

bool needs_approval(const Sources& sources, ProjectTrust rule, std::string_view hash, HostExecuting host_executing) {
  if (weak::is_left_out("trust")) return false;
  return real_needs_approval(sources, rule, hash, host_executing);
}

}  // namespace config
