#pragma once
// ~/.claude-sandbox.json: claude's state file of all sandboxes (SBX 6.6, E9).

#include <filesystem>
#include <string>

#include "base/result.h"

namespace sandbox {

// The text that a new state file gets.
std::string claude_state_seed();

// Makes the file when it is missing; an existing one is never overwritten.
base::Result<> seed_claude_state(const std::filesystem::path& file);

// Before a start: server definitions, and what the file says about projects other than `project` (a worktree's path),
// are put back to what `record` (host state, no guest sees it) says. Without a record the present content is recorded.
// The file is rewritten in place: other sandboxes have it bound.
base::Result<> reset_claude_state(const std::filesystem::path& file, const std::filesystem::path& record,
                                  const std::filesystem::path& project);

// After a run: the project's own entry is recorded.
base::Result<> record_claude_state(const std::filesystem::path& file, const std::filesystem::path& record,
                                   const std::filesystem::path& project);

}  // namespace sandbox
