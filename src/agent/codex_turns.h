#pragma once
// Codex runs the same hooks for a turn and for its sub-agents in one pane. The turns that run are counted, so that the
// end of a child does not look like the end of all (AGT 6).

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "agent/hook_payload.h"
#include "agent/state.h"
#include "agent/status.h"
#include "base/result.h"

namespace agent {

// Running turns with the unix seconds when each was last heard of.
using CodexTurns = std::map<std::string, std::int64_t>;

// A turn that was not heard of for this long is forgotten.
inline constexpr std::int64_t kCodexTurnSeconds = 6 * 3600;

// Takes one event into `turns` and returns the event to show. Pure.
StatusEvent count_turn(CodexTurns& turns, const HookPayload& payload, StatusEvent requested, std::int64_t now);

// runtime/codex-status/<state file name>
std::filesystem::path codex_turns_file(const std::filesystem::path& state, const PaneKey& key);

// As count_turn, with the pane's file under its lock. A payload that is no Codex turn changes nothing, `clear` forgets
// the file. An error means that the requested event should be shown.
base::Result<StatusEvent> track_codex_turn(const std::filesystem::path& state, const PaneKey& key,
                                           const std::optional<HookPayload>& payload, StatusEvent requested,
                                           std::int64_t now);

// Removes the file of a pane. Missing is fine.
base::Result<> forget_codex_turns(const std::filesystem::path& state, const PaneKey& key);

}  // namespace agent
