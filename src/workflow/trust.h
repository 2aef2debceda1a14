#pragma once
// Which project files may act on the host: what the store knows, what is new, and what came out of a sandbox (CLI 5.5).

#include <vector>

#include "base/result.h"
#include "config/load.h"
#include "git/worktrees.h"
#include "workflow/trust_store.h"
#include "workflow/world.h"

namespace workflow {

// What is approved, what is tainted and what was trusted last, for config::load. A content that nobody knows yet is
// tainted when a tree that a guest (or a stranger's branch) wrote holds it and the commit it started from does not; one
// git process then, none otherwise. Errors: a damaged store.
base::Result<> add_trust(const World& world, config::Sources& sources);

// Records, without a word, that a content was used that needed no approval. Never fails: it is recorded next time.
void note_use(const World& world, const config::Sources& sources, const config::Loaded& loaded);

// Notes the project files that a guest (or a stranger) left in a worktree and in the commits of its branch, so that
// they stay known when both are gone: before a merge and before a removal. Nothing to do for other worktrees.
base::Result<> note_guest_content(const World& world, const git::Worktree& worktree);

// `workmux trust`: approves what waits for it where we are, or else the file that is used; returns it. Empty: there is
// no project file.
base::Result<std::vector<config::ProjectFile>> approve_project_files(const World& world);

}  // namespace workflow
