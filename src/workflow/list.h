#pragma once
// `workmux list` (CLI 3.8, WT 19).

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "git/github/pull_request.h"
#include "git/metadata.h"
#include "workflow/voice.h"
#include "workflow/world.h"

namespace workflow {

enum class Detail { table, json };  // json: also whether a worktree holds uncommitted changes
enum class AskGitHub { no, yes };

struct ListedWorktree {
  std::string handle;
  std::string branch;  // "(detached)" when there is none
  std::filesystem::path path;
  bool is_main = false;
  git::Mode mode = git::Mode::window;
  bool uncommitted = false;  // Detail::json only
  bool open = false;
  bool unmerged = false;
  std::optional<std::int64_t> created_at;  // unix seconds
  std::string base;
  int working = 0, waiting = 0, done = 0;  // agents
  std::optional<git::github::PullRequest> pull_request;
};

// Worktrees in git's order; `filters` are handles, else branches; unknown ones are ignored. A broken multiplexer counts
// as closed. One process for the multiplexer, one for merged branches; with Detail::json one more per worktree, in
// parallel; with AskGitHub::yes one gh, beside them.
base::Result<std::vector<ListedWorktree>> list(const Setting& setting, const std::vector<std::string>& filters,
                                               Detail detail, AskGitHub github, const Voice& voice);

}  // namespace workflow
