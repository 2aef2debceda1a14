#include "os/paths.h"

#include <fmt/format.h>

namespace os {
namespace {

// The value of an XDG variable; nothing when it counts as unset (CLI 5.1).
std::optional<std::filesystem::path> absolute_value(const Environment& environment, std::string_view name) {
  const auto value = environment.get_non_empty(name);
  if (!value || !value->starts_with('/')) return std::nullopt;
  return std::filesystem::path(*value);
}

}  // namespace

base::Result<Paths> standard_paths(const Environment& environment) {
  const auto home = environment.get_non_empty("HOME");
  if (!home) return base::fail("HOME is not set", "Set HOME to your home directory, for example: export HOME=/home/me");
  if (!home->starts_with('/')) {
    return base::fail(fmt::format("HOME is '{}', which is not an absolute path", *home),
                      "Set HOME to your home directory, for example: export HOME=/home/me");
  }
  Paths paths;
  paths.home = *home;
  paths.config = absolute_value(environment, "XDG_CONFIG_HOME").value_or(paths.home / ".config") / "workmux";
  paths.state = absolute_value(environment, "XDG_STATE_HOME").value_or(paths.home / ".local/state") / "workmux";
  paths.cache = absolute_value(environment, "XDG_CACHE_HOME").value_or(paths.home / ".cache") / "workmux";
  const auto runtime = absolute_value(environment, "XDG_RUNTIME_DIR");
  paths.runtime = runtime ? *runtime / "workmux" : paths.state / "run";
  return paths;
}

}  // namespace os
