#define check_mount real_check_mount
#include "sandbox/mount_guard.cpp"
#undef check_mount

#include "weak.h"

namespace sandbox {

base::Result<Mount> check_mount(const Mount& mount, const MountRules& rules, std::string_view what) {
  if (weak::is_left_out("mount")) return mount;
  return real_check_mount(mount, rules, what);
}

}  // namespace sandbox
