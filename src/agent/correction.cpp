#include "agent/correction.h"

namespace agent {

std::optional<Status> status_by_title(const AgentState& state, std::string_view title, std::int64_t now_ms) {
  if (!state.status) return std::nullopt;
  const std::int64_t last_event = state.event_ms != 0 ? state.event_ms : state.updated_ts * 1000;
  if (now_ms - last_event < kTitleSettlesMs) return std::nullopt;
  const auto shown = title_state(state.agent_kind, title);
  if (!shown) return std::nullopt;
  switch (*shown) {
    case TitleState::working:
      return *state.status == Status::working ? std::nullopt : std::optional(Status::working);
    case TitleState::waiting:
      return *state.status == Status::waiting ? std::nullopt : std::optional(Status::waiting);
    case TitleState::idle:
      if (*state.status == Status::working) return Status::done;
      return *state.status == Status::waiting && state.agent_kind != "claude" ? std::optional(Status::done)
                                                                              : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace agent
