#define loosening_values real_loosening_values
#include "config/guard_loosening.cpp"
#undef loosening_values

#include "weak.h"

namespace config {

std::vector<IgnoredKey> loosening_values(const Node& project, const LooseningQuestion& question) {
  if (weak::is_left_out("loosening")) return {};
  return real_loosening_values(project, question);
}

}  // namespace config
