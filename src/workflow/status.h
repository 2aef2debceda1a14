#pragma once
// `workmux status` (AGT 8.1).

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "workflow/agent_git.h"
#include "workflow/voice.h"
#include "workflow/world.h"

namespace workflow {

struct AgentRow {
  std::string worktree;  // handle
  std::string branch;
  std::string status;                   // "working", "waiting", "done" or "-"
  std::optional<std::int64_t> elapsed;  // seconds since the status changed
  std::optional<std::string> title;
  std::string pane;
  std::optional<AgentGit> git;  // WithGit::yes, where it can be told
};

enum class WithGit { no, yes };

struct StatusResult {
  std::vector<AgentRow> rows;
  bool any_matched = true;  // false: names were given and none is known
};

// Agents of the repository's worktrees in their order, or of the named ones; an unknown name is a line on stderr.
base::Result<StatusResult> status(const Setting& setting, const std::vector<std::string>& names, WithGit with_git,
                                  const Voice& voice);

}  // namespace workflow
