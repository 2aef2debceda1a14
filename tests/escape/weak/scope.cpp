#define drop_global_only real_drop_global_only
#include "config/guard_scope.cpp"
#undef drop_global_only

#include "weak.h"

namespace config {

std::vector<IgnoredKey> drop_global_only(Node& project) {
  if (weak::is_left_out("scope")) return {};
  return real_drop_global_only(project);
}

}  // namespace config
