#pragma once
// The user's own commands around creation, merge and removal (WT 16).

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "os/environment.h"

namespace workflow {

struct HookContext {
  std::string handle;
  std::string branch;         // of the worktree
  std::string base_branch;    // may be empty
  std::string target_branch;  // of a merge; empty otherwise
  std::filesystem::path worktree;
  std::filesystem::path project_root;  // main worktree
  std::filesystem::path config_dir;    // <worktree>/<relative dir>
  std::filesystem::path source_dir;    // config source directory
  std::filesystem::path directory;     // where the commands run
};

enum class HookKind { post_create, pre_merge, pre_remove };

// Variables of WT 16.2 and WT-W49: the same in every hook.
os::Environment hook_environment(const os::Environment& environment, const HookContext& context);

// Runs each entry by `bash -c` in order, on our own terminal; stops at the first failure: "Failed to run post-create
// command: 'CMD'", "Pre-merge hook failed: 'CMD'", "Failed to run pre-remove command: 'CMD'" with the exit code.
base::Result<> run_hooks(HookKind kind, const std::vector<std::string>& commands, const os::Environment& environment,
                         const HookContext& context);

}  // namespace workflow
