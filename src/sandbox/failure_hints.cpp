#include "sandbox/failure_hints.h"

#include "base/text.h"
#include "os/files.h"

namespace sandbox {

namespace {

std::string setting(const std::filesystem::path& file) {
  const auto text = os::read_file_if_exists(file, 4096);
  return text && *text ? std::string(base::trim(**text)) : std::string();
}

}  // namespace

std::vector<std::string> failure_hints(bool ordinary_user, const std::filesystem::path& system) {
  std::vector<std::string> hints;
  if (setting(system / "sys/fs/selinux/enforce") == "1") {
    hints.emplace_back("SELinux is enforcing here: 'ausearch -m avc -ts recent' shows what it has refused.");
  }
  if (setting(system / "sys/module/apparmor/parameters/enabled") == "Y") {
    hints.emplace_back(
        "AppArmor is on here: 'dmesg | grep -i apparmor' shows what it has refused, and by which profile.");
  }
  if (!ordinary_user) return hints;
  if (setting(system / "proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1") {
    hints.emplace_back(
        "AppArmor keeps programs without a profile from user namespaces, which containers of ordinary users need: give "
        "the engine a profile with 'userns,', or set kernel.apparmor_restrict_unprivileged_userns to 0 with sysctl.");
  }
  if (setting(system / "proc/sys/kernel/unprivileged_userns_clone") == "0") {
    hints.emplace_back(
        "Ordinary users may make no user namespaces: set kernel.unprivileged_userns_clone to 1 with sysctl.");
  }
  if (setting(system / "proc/sys/user/max_user_namespaces") == "0") {
    hints.emplace_back("No user namespaces are allowed: raise user.max_user_namespaces with sysctl.");
  }
  return hints;
}

}  // namespace sandbox
