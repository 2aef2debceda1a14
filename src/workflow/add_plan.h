#pragma once
// What `add` is going to make, decided and checked before anything is changed (WT 6.5, 6.6, 6.7).

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "config/load.h"
#include "git/fresh_worktree.h"
#include "git/metadata.h"
#include "mux/multiplexer.h"
#include "workflow/moved_changes.h"
#include "workflow/remote_branch.h"
#include "workflow/world.h"

namespace workflow {

struct AddRequest {
  std::string branch;
  std::optional<std::string> base;
  std::optional<std::string> name;
  std::optional<std::string> target_name;
  std::optional<std::string> parent_session;
  std::optional<std::string> agent;
  std::optional<std::string> layout;
  std::optional<std::string> prompt;  // the text
  bool prompt_file_only = false;
  bool skip_hooks = false;
  bool skip_files = false;  // -F
  bool skip_pane_commands = false;
  bool background = false;
  bool open_if_exists = false;
  bool sandbox = false;                       // -S
  bool dry_run = false;                       // tell the plan, change nothing
  std::optional<MoveRequest> move;            // -w
  std::optional<std::int64_t> pull_request;   // --pr; `branch` is the local name then, or empty
  std::optional<RemoteBranch> remote_branch;  // where `branch` comes from; found by add()
  std::optional<config::Mode> mode;
  std::optional<std::filesystem::path> config_file;

  // Set when a guest asks (SBX E5, 8.3): its snapshot is the only configuration, and the new agent is sandboxed too.
  struct Guest {
    std::string snapshot_id;
  };
  std::optional<Guest> guest;
};

struct AddPlan {
  git::FreshWorktree fresh;
  std::string handle;
  std::string base;      // as recorded; empty for an existing branch
  std::string base_oid;  // empty for an existing branch
  git::WorktreeMetadata metadata;
  git::Mode mode = git::Mode::window;
  std::string full_name;           // of the window or session
  std::vector<std::string> notes;  // for stderr
};

// "origin/feat" with a configured remote "origin": the remote and the rest.
std::optional<std::pair<std::string, std::string>> remote_form(const World& world, const std::string& argument);

// Errors: an invalid branch name, no base, an occupied path, a branch, worktree or target that exists already. Reads
// files only, except for a base that is neither a branch nor a remote-tracking branch, and the fetch of a remote's
// branch.
base::Result<AddPlan> plan_add(const World& world, const git::Runner& runner, const config::Config& config,
                               const AddRequest& request, const mux::Snapshot& targets);

}  // namespace workflow
