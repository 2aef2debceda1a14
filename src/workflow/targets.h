#pragma once
// Windows and sessions of worktrees.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "config/config.h"
#include "git/metadata.h"
#include "mux/multiplexer.h"
#include "mux/names.h"
#include "workflow/panes.h"
#include "workflow/world.h"

namespace workflow {

// The user's multiplexer; warnings about its choice go to `warnings`. `config`: null before the configuration is read.
base::Result<std::unique_ptr<mux::Multiplexer>> open_multiplexer(const Setting& setting, const config::Config* config,
                                                                 std::vector<std::string>& warnings);

// Prefix of windows and sessions in force.
std::string target_prefix(const config::Config& config);

// A window or session of exactly that name exists on the server.
bool target_name_taken(const mux::Snapshot& snapshot, git::Mode mode, std::string_view full_name);

// The target of a worktree as stored metadata and configuration say.
struct Target {
  git::Mode mode = git::Mode::window;
  std::string full_name;
  std::string parent_session;  // empty: none
};
Target target_of(const World& world, const config::Config& config, const git::Worktree& worktree);

// What of it exists now: windows on the whole server, by tag, else by exact name (MUX-W3, W4, W15).
struct OpenTarget {
  std::vector<const mux::Window*> windows;
  const mux::Session* session = nullptr;
  bool exists() const { return !windows.empty() || session != nullptr; }
};
OpenTarget find_open(const World& world, const config::Config& config, const mux::Snapshot& snapshot,
                     const git::Worktree& worktree, std::optional<mux::PaneId> current);

// The plan of windows and panes for the multiplexer.
struct TargetRequest {
  const mux::Snapshot* snapshot = nullptr;
  Target target;
  std::filesystem::path worktree;
  std::filesystem::path directory;
  std::vector<PlannedWindow> windows;
  std::optional<mux::PaneId> current;
  std::string prefix;
  bool background = false;
  bool duplicate = false;  // open --new: behind the last of its group
};
mux::TargetPlan target_plan(const TargetRequest& request);

// "<backend> is not running." and what to do; for `add` a paragraph of its own (CLI 3.1).
base::Error not_running(const mux::Multiplexer& multiplexer);

// "window" or "session".
const char* kind_of(git::Mode mode);

}  // namespace workflow
