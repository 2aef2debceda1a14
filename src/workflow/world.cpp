#include "workflow/world.h"

#include <algorithm>

#include "git/metadata.h"
#include "git/place_guard.h"
#include "os/files.h"
#include "workflow/sandboxes.h"
#include "workflow/sources.h"
#include "workflow/trust.h"

namespace workflow {

std::filesystem::path World::record_directory() const {
  return git::record_directory(setting.paths.state, repository);
}

const git::WorktreeRecord* World::record_of(std::string_view handle) const {
  const auto found = std::ranges::find(records.records, handle, &git::NamedRecord::handle);
  return found == records.records.end() ? nullptr : &found->record;
}

std::vector<std::filesystem::path> World::guest_writable() const {
  std::vector<std::filesystem::path> paths;
  for (const git::NamedRecord& named : records.records) {
    if (named.record.sandbox) paths.push_back(named.record.path);
  }
  return paths;
}

bool World::is_guest_writable(const std::filesystem::path& worktree) const {
  return std::ranges::any_of(guest_writable(), [&](const auto& path) { return os::is_within(worktree, path); });
}

base::Result<> look_again(World& world) {
  world.worktrees = TRY(git::list_worktrees(world.repository));
  world.local = TRY(git::read_local_config(world.repository));
  world.records = git::list_records(world.record_directory());
  return {};
}

base::Result<World> look_for_settings(const Setting& setting) {
  World world;
  world.setting = setting;
  world.repository = TRY(git::discover(setting.directory, setting.environment));
  TRY(git::check_place(setting.paths.state, world.repository, setting.directory));
  world.records = git::list_records(world.record_directory());
  return world;
}

base::Result<World> look_around(const Setting& setting) {
  World world;
  world.setting = setting;
  world.repository = TRY(git::discover(setting.directory, setting.environment));
  TRY(git::check_place(setting.paths.state, world.repository, setting.directory));
  TRY(look_again(world));
  put_dead_sandboxes_away(world);
  return world;
}

base::Result<config::Loaded> load_config(const World& world,
                                         const std::optional<std::filesystem::path>& explicit_file) {
  config::Sources sources = sources_of(world, explicit_file);
  TRY(add_trust(world, sources));
  config::Loaded loaded = TRY(config::load(sources));
  note_use(world, sources, loaded);
  if (world.setting.log != nullptr) {
    for (const auto& warning : loaded.warnings) world.setting.log->warning(warning.text);
  }
  return loaded;
}

base::Result<git::Runner> git_runner(const World& world) {
  return git::Runner::create(world.repository, world.setting.environment, world.guest_writable());
}

}  // namespace workflow
