#pragma once
// Several worktrees by one `add` (WT 8).

#include <functional>
#include <optional>
#include <vector>

#include "base/result.h"
#include "workflow/add.h"
#include "workflow/add_specs.h"

namespace workflow {

struct ManyOptions {
  std::optional<size_t> max_concurrent;  // windows of this call that are open at once
  bool wait = false;                     // until all of them are closed
};

// One worktree after the other, `common` with the branch, agent and prompt of each spec; `done` is called after each.
// Nothing is made when one of several could not be planned (CLI-W9). The first failure ends it; what was made stays.
base::Result<> add_many(const Setting& setting, const AddRequest& common, const std::vector<Spec>& specs,
                        const ManyOptions& options, const Voice& voice, const std::function<void(const Added&)>& done);

// The name that templates start from: `origin/feat` with a remote `origin` is `feat`, and every worktree starts at the
// remote's branch.
struct BaseName {
  std::string name;
  std::optional<std::string> base;
};
base::Result<BaseName> base_name_of(const Setting& setting, const std::string& argument);

}  // namespace workflow
