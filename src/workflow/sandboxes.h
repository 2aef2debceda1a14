#pragma once
// What the lifecycle commands need of the sandboxes of a worktree.

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "git/worktrees.h"
#include "sandbox/quarantine/import.h"
#include "sandbox/quarantine/subject.h"
#include "sandbox/snapshot.h"
#include "workflow/voice.h"
#include "workflow/world.h"

namespace workflow {

// What supervisors that were killed left: containers are stopped, run directories and markers removed (SBX 6.10). Reads
// two directories where every supervisor lives; a container that cannot be stopped is tried again by the next command.
void put_dead_sandboxes_away(const World& world);

// The quarantine of a sandboxed worktree; nothing for one that never was in a sandbox.
std::optional<sandbox::quarantine::Subject> quarantine_of(const World& world, const git::Worktree& worktree);

// Brings home what guests committed, before a command looks at the worktree (SBX E1 layer 2). Nothing for a worktree
// without a sandbox. Refs that were held back are in the report.
base::Result<std::optional<sandbox::quarantine::Report>> import_work(const World& world, const git::Worktree& worktree);

// As import_work, for a command that is about to merge or remove. What the import held back would be left behind: that
// is an error, or only a warning with `force`.
base::Result<> report_import(const World& world, const git::Worktree& worktree, bool force, const Voice& voice);

// Ends the supervisors of a worktree; they import once more while they end.
void stop_sandboxes(const Setting& setting, std::string_view project_id, std::string_view handle);

// Removes snapshots and the facade of a worktree that is gone.
base::Result<> forget_sandbox(const Setting& setting, const git::Repository& repository,
                              const std::filesystem::path& path, const std::filesystem::path& admin);

}  // namespace workflow
