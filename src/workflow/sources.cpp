#include "workflow/sources.h"

namespace workflow {

config::Sources global_sources(const Setting& setting) {
  config::Sources sources;
  sources.home = setting.paths.home;
  sources.global_dir = setting.paths.config;
  sources.current_directory = setting.directory;
  if (const auto file = setting.environment.get_non_empty("WORKMUX_CONFIG")) {
    sources.global_override = setting.directory / *file;
  }
  return sources;
}

config::Sources sources_of(const World& world, const std::optional<std::filesystem::path>& explicit_file) {
  config::Sources sources = global_sources(world.setting);
  sources.main_worktree = world.repository.main_worktree;
  sources.current_worktree = world.repository.worktree;
  sources.explicit_file = explicit_file;
  sources.guest_writable = world.guest_writable();
  return sources;
}

config::Sources sources_here(const Setting& setting) {
  const auto world = look_for_settings(setting);
  return world ? sources_of(*world) : global_sources(setting);
}

base::Result<config::Loaded> load_config_here(const Setting& setting) {
  const auto world = look_for_settings(setting);
  return world ? load_config(*world) : config::load(global_sources(setting));
}

}  // namespace workflow
