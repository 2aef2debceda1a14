#pragma once
// What a workflow looks at before it decides anything: repository, worktrees, records, configuration.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "config/load.h"
#include "git/config_file.h"
#include "git/record.h"
#include "git/repository.h"
#include "git/runner.h"
#include "git/worktrees.h"
#include "os/environment.h"
#include "os/log.h"
#include "os/paths.h"

namespace workflow {

// Where and as whom we run.
struct Setting {
  os::Environment environment;
  os::Paths paths;
  std::filesystem::path directory;  // working directory
  std::filesystem::path program;    // this workmux
  os::Log* log = nullptr;
};

// A look at the repository. Files only; nothing is started unless a killed sandbox left a container behind.
struct World {
  Setting setting;
  git::Repository repository;
  std::vector<git::Worktree> worktrees;
  git::ConfigFile local;  // the repository's shared settings
  git::RecordList records;

  std::filesystem::path record_directory() const;
  const git::WorktreeRecord* record_of(std::string_view handle) const;
  // Worktrees that a guest can write, now or earlier: nothing in them counts on the host (SBX E5).
  std::vector<std::filesystem::path> guest_writable() const;
  bool is_guest_writable(const std::filesystem::path& worktree) const;
};

// Errors: not in a repository, unreadable admin files.
base::Result<World> look_around(const Setting& setting);

// A look at what load_config() needs and no more: no worktree is read, no container asked after. For status hooks,
// whose cost must not grow with the number of worktrees. Errors as above.
base::Result<World> look_for_settings(const Setting& setting);

// Looks again at what others may have changed meanwhile: call it once the repository's lock is held.
base::Result<> look_again(World& world);

// The effective configuration for where we are (CLI 5); warnings go to the caller.
base::Result<config::Loaded> load_config(const World& world,
                                         const std::optional<std::filesystem::path>& explicit_file = {});

// A runner of git for the repository; programs in trees that a guest can write are never taken (SBX E19).
base::Result<git::Runner> git_runner(const World& world);

}  // namespace workflow
