#pragma once
// Codex runs no hook that its user has not trusted, and stops at a review before the first prompt otherwise. This
// records that trust for our own hooks the way Codex's own screens do, through its app server (AGT 4.8).

#include <chrono>
#include <filesystem>

#include "agent/hooks/hooks.h"
#include "base/result.h"

namespace agent::hooks {

// Starts `program app-server`, asks for the hooks that it sees from `directory`, and trusts those whose command is ours
// exactly; the hooks of the user stay as they are. Returns how many were trusted now. Errors: the program does not
// start, does not answer in time, or speaks another protocol; then Codex asks its user at the next start.
base::Result<size_t> trust_codex_hooks(const std::filesystem::path& program, const Places& places,
                                       const std::filesystem::path& directory, std::chrono::milliseconds limit);

// Whether Codex's settings hold the trust in hooks of our file, of whatever version: what trust_codex_hooks leaves
// there.
bool codex_was_told(const Places& places);

}  // namespace agent::hooks
