#pragma once
// The last part of `add` and `open`: prompt, sandbox snapshot, windows and panes (WT 6.7 step 14, 10.3).

#include <optional>
#include <string>

#include "base/result.h"
#include "git/record.h"
#include "mux/multiplexer.h"
#include "workflow/targets.h"
#include "workflow/voice.h"

namespace workflow {

struct WindowRequest {
  const World* world = nullptr;
  const config::Loaded* loaded = nullptr;
  const mux::Snapshot* snapshot = nullptr;
  git::Worktree worktree;
  git::WorktreeRecord record;  // sandbox decision, branch, base
  Target target;
  std::optional<std::string> agent;
  std::optional<std::string> prompt;
  bool prompt_file_only = false;
  bool prompt_is_new = false;  // open: a file of its own for each prompt (WT 2.2)
  PaneCommands commands = PaneCommands::run;
  agent::Resume resume = agent::Resume::no;
  bool background = false;
  bool duplicate = false;
  std::string parent_snapshot;  // id of the snapshot whose guest asked; empty: the user
};

// Whether the sandbox is on for a worktree: its record decides once it was sandboxed (SBX-A7, E5), else the
// configuration.
bool sandboxed(const config::Config& config, const git::WorktreeRecord* record);

// The checks of a window before anything is created: panes, prompt, wrapping. Nothing is written.
base::Result<> check_window(const WindowRequest& request);

// Writes prompt and snapshot, creates the target. `record.config_id` is updated and saved when it is sandboxed.
base::Result<mux::CreatedTarget> make_window(const WindowRequest& request, mux::Multiplexer& multiplexer);

}  // namespace workflow
