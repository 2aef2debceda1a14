#pragma once
// The end of a worktree, from inside or outside its own window (WT 14): used by remove and merge.

#include <optional>
#include <string>

#include "base/result.h"
#include "config/load.h"
#include "mux/multiplexer.h"
#include "workflow/removal.h"
#include "workflow/voice.h"
#include "workflow/world.h"

namespace workflow {

enum class Branch { remove, keep };
enum class RunHooks { no, yes };

struct CleanupRequest {
  git::Worktree worktree;
  Branch branch = Branch::remove;
  RunHooks hooks = RunHooks::yes;
  std::string select;  // full name of the window to show afterwards; empty: none
};

struct Cleanup {
  Removal removal;
  bool inside = false;  // our own window is among those that go
};

// Decides: which windows go, where the directory is moved, which branch at which tip is deleted. Nothing is changed.
base::Result<Cleanup> plan_cleanup(const World& world, const config::Config& config, const mux::Snapshot& snapshot,
                                   std::optional<mux::PaneId> current, const CleanupRequest& request);

// pre_remove hooks, before anything is closed (WT-W33). A missing directory has none.
base::Result<> run_pre_remove(const World& world, const config::Loaded& loaded, const CleanupRequest& request,
                              const Voice& voice);

// Carries it out. Outside: at once. Inside: everything is handed to a process of its own, because our window is closed
// first; what fails there is told by the next command.
base::Result<> clean_up(const Setting& setting, mux::Multiplexer& multiplexer, const Cleanup& cleanup);

// What that process does: closes the windows, waits until their programs have ended, and carries out the rest.
base::Result<> deferred_cleanup(const Setting& setting, const std::filesystem::path& journal);

}  // namespace workflow
