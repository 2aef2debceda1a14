#include "git/ownership.h"

#include <fmt/format.h>
#include <unistd.h>

#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "base/unicode.h"
#include "git/config_file.h"
#include "git/effective_config.h"
#include "os/files.h"

namespace git {
namespace {

namespace fs = std::filesystem;

bool names(std::string value, const std::string& directory, const std::string& home) {
  if (value == "*") return true;
  if (value.starts_with("~/")) value = home + value.substr(1);
  if (value.ends_with("/*")) return directory.starts_with(value.substr(0, value.size() - 1));
  return value == directory;
}

bool declared_safe(const fs::path& directory, const os::Environment& environment) {
  const std::string home = environment.get_non_empty("HOME").value_or("/");
  bool safe = false;
  for (const fs::path& file : protected_settings(environment)) {
    const auto config = read_config(file, Includes::follow, home);
    if (!config) continue;
    for (const std::string& value : config->get_all("safe.directory")) {
      safe = !value.empty() && (safe || names(value, directory.string(), home));
    }
  }
  return safe;
}

bool is_ours(uid_t owner, const os::Environment& environment) {
  const uid_t user = geteuid();
  if (owner == user) return true;
  if (user != 0) return false;
  const auto behind_sudo = base::parse_integer(environment.get("SUDO_UID").value_or(""));
  return behind_sudo && *behind_sudo == static_cast<std::int64_t>(owner);
}

}  // namespace

base::Result<> check_ownership(const fs::path& git_dir, const fs::path& worktree, const os::Environment& environment) {
  for (const fs::path& directory : {git_dir, worktree}) {
    if (directory.empty()) continue;
    const auto status = os::status_following(directory);
    if (status && is_ours(status->owner, environment)) continue;
    const fs::path& named = worktree.empty() ? git_dir : worktree;
    if (declared_safe(named, environment)) return {};
    return base::fail(fmt::format("The repository at '{}' belongs to another user (uid {})",
                                  base::sanitise_line(named.string()), status ? status->owner : 0),
                      fmt::format("If you trust it: git config --global --add safe.directory '{}'",
                                  base::sanitise_line(named.string())));
  }
  return {};
}

}  // namespace git
