#define suspicious_gitlinks real_suspicious_gitlinks
#include "sandbox/quarantine/gitlink_guard.cpp"
#undef suspicious_gitlinks

#include "weak.h"

namespace sandbox::quarantine {

std::vector<std::string> suspicious_gitlinks(const Gitlinks& before, const Gitlinks& after) {
  if (weak::is_left_out("gitlink")) return {};
  return real_suspicious_gitlinks(before, after);
}

}  // namespace sandbox::quarantine
