#define strip_privileges real_strip_privileges
#include "sandbox/privileges.cpp"
#undef strip_privileges

#include "weak.h"

namespace sandbox {

std::vector<std::string> strip_privileges(const std::filesystem::path& worktree,
                                          std::chrono::system_clock::time_point began) {
  if (weak::is_left_out("privileges")) return {};
  return real_strip_privileges(worktree, began);
}

}  // namespace sandbox
