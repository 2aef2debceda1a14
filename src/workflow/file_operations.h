#pragma once
// Copies and links files from the main worktree into another one (WT 15.3): everything below an opened root, no link
// followed there (SBX E10, WT-W44), and nothing of the user's lost: what is replaced goes to .workmux/backup/ (WT-W8).

#include "base/result.h"
#include "workflow/file_plan.h"
#include "workflow/voice.h"

namespace workflow {

// `careful` leaves alone what only git or nobody could bring back: tracked files and whole directories that a link
// would replace. `force` replaces them too, after a backup.
enum class Overwrite { careful, force };

// Carries the plan out in one worktree; nothing happens in the source's own worktree. Tells on `voice.warn` what was
// kept and what was backed up. One process, and only when a link meets an existing file. Errors: a link in the way, no
// space, no permission.
base::Result<> apply_files(const World& world, const git::Runner& runner, const FilePlan& plan,
                           const git::Worktree& destination, Overwrite overwrite, const Voice& voice);

}  // namespace workflow
