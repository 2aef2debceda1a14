#pragma once
// `workmux open`: the window or session of a worktree that exists (WT 10).

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "config/config.h"
#include "mux/ids.h"
#include "workflow/panes.h"
#include "workflow/voice.h"
#include "workflow/world.h"

namespace workflow {

struct OpenRequest {
  std::string name;      // handle or branch; empty: the worktree we are in
  bool another = false;  // --new
  bool run_hooks = false;
  bool force_files = false;  // apply files again
  bool resume = false;       // --continue
  bool background = false;
  bool sandbox = false;
  std::optional<config::Mode> mode;
  std::optional<std::string> target_name;
  std::optional<std::string> parent_session;
  std::optional<std::string> agent;
  std::optional<std::string> prompt;
  bool prompt_file_only = false;
  PaneCommands commands = PaneCommands::run;
  std::optional<std::filesystem::path> config_file;
  std::string guest_snapshot;  // a guest asks; empty: the user
};

struct Opened {
  std::string handle;
  std::string branch;
  std::filesystem::path path;
  std::string target;
  git::Mode mode = git::Mode::window;
  bool switched = false;  // it was open already
  bool ran_hooks = false;
  std::vector<mux::WindowId> windows;  // that were made
};

// Errors: WT 10.1 to 10.3.
base::Result<Opened> open(const Setting& setting, const OpenRequest& request, const Voice& voice);

}  // namespace workflow
