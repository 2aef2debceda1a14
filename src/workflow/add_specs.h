#pragma once
// What each worktree of one `add` is called, and what its agent is told (CLI 8.1 to 8.3).

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "config/front_matter.h"

namespace workflow {

struct SpecRequest {
  std::string base_name;
  std::vector<std::string> agents;  // -a; one is everybody's, several are one worktree each
  std::optional<size_t> count;      // -n
  std::vector<config::Row> rows;    // matrix mode when there are any
  std::optional<std::string> branch_template;
  std::optional<std::string> prompt;
};

struct Spec {
  std::string branch;
  std::optional<std::string> agent;
  std::optional<std::string> prompt;
};

// Several worktrees, or one whose name and prompt come from templates (CLI 8.1).
bool is_multiple(const SpecRequest& request);

// One for each worktree. Errors: CLI 8.3 texts, with the row that they are about (CLI-W7); a branch that two rows would
// get (CLI-W9); more than 1000 rows. Nothing is read or changed.
base::Result<std::vector<Spec>> expand(const SpecRequest& request);

}  // namespace workflow
