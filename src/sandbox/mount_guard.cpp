#include "sandbox/mount_guard.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/unicode.h"
#include "os/files.h"
#include "sandbox/mount_paths.h"

namespace sandbox {

base::Result<Mount> check_mount(const Mount& mount, const MountRules& rules, std::string_view what) {
  auto refuse = [&](const std::filesystem::path& path, std::string_view why) {
    return base::fail(
        fmt::format("{}: '{}' cannot be mounted in a sandbox: {}", what, base::sanitise_line(path.string()), why),
        "Choose another path, or move the files to a directory of their own.");
  };
  if (!is_plain_path(mount.target)) return refuse(mount.target, "the path is not absolute and plain");
  if (is_system_target(mount.target)) return refuse(mount.target, "that place belongs to the sandbox itself");
  if (mount.kind != MountKind::bind) return mount;

  if (!is_plain_path(mount.source)) return refuse(mount.source, "the path is not absolute and plain");
  auto source = os::real_path(mount.source);
  if (!source) return refuse(mount.source, "it does not exist");
  if (!is_plain_path(*source)) return refuse(*source, "the path is not absolute and plain");
  if (os::is_within(rules.home, *source)) return refuse(*source, "it is or contains the home directory");
  const bool exempt = std::ranges::any_of(rules.exempt, [&](const auto& path) { return os::is_within(*source, path); });
  if (!exempt) {
    for (const auto& denied : rules.denied) {
      if (os::is_within(*source, denied) || os::is_within(denied, *source)) {
        return refuse(*source, fmt::format("it would give away '{}'", denied.string()));
      }
    }
  }
  Mount checked = mount;
  checked.source = *std::move(source);
  return checked;
}

}  // namespace sandbox
