#pragma once
// `workmux remove --all` and `--gone` (WT 13.2).

#include "base/result.h"
#include "workflow/remove_steps.h"

namespace workflow {

// Brings the remote-tracking branches up to date; without that nobody knows what is gone. One process, talks to a
// remote: call it before the repository's lock is taken.
base::Result<> fetch_pruning(const git::Runner& runner);

// Removes every linked worktree but detached ones and the main branch's; with `request.gone` only those whose upstream
// is gone. Without force, dirty ones stay, and with --all unmerged ones. Asks once. The exit code: 1 when a removal
// failed or nobody answered (WT-W38).
base::Result<int> sweep(const World& world, const git::Runner& runner, const config::Loaded& loaded, Remover& remover,
                        const RemoveRequest& request, const Voice& voice);

}  // namespace workflow
