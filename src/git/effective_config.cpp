#include "git/effective_config.h"

#include <algorithm>
#include <string>
#include <utility>

namespace git {
namespace {

namespace fs = std::filesystem;

fs::path home_of(const os::Environment& environment) {
  return environment.get_non_empty("HOME").value_or("/");
}

// A git below any other prefix has its system-wide file there.
bool uses_etc(const fs::path& program, const os::Environment& environment) {
  return program == "/usr/bin/git" || program == "/bin/git" || environment.get_non_empty("GIT_CONFIG_SYSTEM") ||
         environment.get_non_empty("GIT_CONFIG_NOSYSTEM");
}

bool is_conditional(const ConfigFile& config) {
  return std::ranges::any_of(config.entries(), [](const auto& entry) { return entry.key.starts_with("includeif."); });
}

}  // namespace

std::vector<fs::path> protected_settings(const os::Environment& environment) {
  std::vector<fs::path> files;
  if (!environment.get_non_empty("GIT_CONFIG_NOSYSTEM")) {
    files.emplace_back(environment.get_non_empty("GIT_CONFIG_SYSTEM").value_or("/etc/gitconfig"));
  }
  if (const auto global = environment.get("GIT_CONFIG_GLOBAL")) {
    files.emplace_back(*global);
    return files;
  }
  const fs::path home = home_of(environment);
  const auto configuration = environment.get_non_empty("XDG_CONFIG_HOME");
  files.push_back((configuration ? fs::path(*configuration) : home / ".config") / "git/config");
  files.push_back(home / ".gitconfig");
  return files;
}

std::optional<ConfigFile> effective_config(const Repository& repository, const os::Environment& environment,
                                           const fs::path& program) {
  if (!uses_etc(program, environment)) return std::nullopt;
  const fs::path home = home_of(environment);
  ConfigFile all;
  auto add = [&](const fs::path& file) {
    if (file == "/dev/null") return true;  // how people say "none"
    auto config = read_config(file, Includes::follow, home);
    if (!config || is_conditional(*config)) return false;
    all.append(*std::move(config));
    return true;
  };
  if (!std::ranges::all_of(protected_settings(environment), add) || !add(repository.config_path())) return std::nullopt;
  const bool of_worktree = all.get_bool("extensions.worktreeconfig").value_or(false);
  if (of_worktree && !add(repository.git_dir / "config.worktree")) return std::nullopt;
  return all;
}

}  // namespace git
