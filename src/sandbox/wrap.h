#pragma once
// The command that is typed into a sandboxed pane instead of the pane's own command (SBX 4).

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sandbox {

struct WrapRequest {
  std::filesystem::path program;  // absolute path of workmux (os::program_path())
  std::string snapshot_id;
  std::filesystem::path directory;      // where the pane works
  std::filesystem::path worktree_root;  // root of the worktree; equal to or above `directory`
};

// " /usr/bin/workmux sandbox run '<directory>' [--worktree-root '<root>'] --snapshot <id> -- '<command>'", with the
// leading blank that keeps it out of shell histories. One leading blank of `command` is dropped. Errors: `directory`
// outside the root, an empty command, a path or command with a NUL, a path with a newline. A caller must treat an error
// as fatal for the pane: it never falls back to the plain command.
base::Result<std::string> wrap_command(const WrapRequest& request, std::string_view command);

}  // namespace sandbox
