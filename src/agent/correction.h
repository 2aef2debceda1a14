#pragma once
// Corrects a status where no hook told of a change: Esc at a dialog, an API error, a killed tool (AGT 4.8). Pure.

#include <cstdint>
#include <optional>

#include "agent/classify.h"
#include "agent/state.h"

namespace agent {

// A hook that has just reported knows more than a title that has not been repainted yet.
inline constexpr std::int64_t kTitleSettlesMs = 2000;

// The status that the title contradicts the stored one with; nothing when both agree, when the agent does not tell by
// its title, or when its last event is younger than kTitleSettlesMs. Claude's idle sign never ends a `waiting`, because
// Claude shows it at a dialog too.
std::optional<Status> status_by_title(const AgentState& state, std::string_view title, std::int64_t now_ms);

}  // namespace agent
