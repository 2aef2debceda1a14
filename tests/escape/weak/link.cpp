#define check_git_link real_check_git_link
#include "sandbox/quarantine/link_guard.cpp"
#undef check_git_link

#include "weak.h"

namespace sandbox::quarantine {

base::Result<> check_git_link(const Subject& subject) {
  if (weak::is_left_out("link")) return {};
  return real_check_git_link(subject);
}

}  // namespace sandbox::quarantine
