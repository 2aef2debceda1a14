#pragma once
// What an event means for the state of an agent (AGT 3). Pure.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "agent/live_pane.h"
#include "agent/state.h"

namespace agent {

enum class StatusEvent { working, waiting, done, clear };

inline constexpr std::string_view kStatusEventWords = "working, waiting, done, clear";

// "working", "waiting", "done", "clear".
std::optional<StatusEvent> parse_status_event(std::string_view word);
// The status an event leads to; nothing for clear.
std::optional<Status> status_of(StatusEvent event);
StatusEvent event_of(Status status);

// Auto-clear on focus is asked for waiting and done only.
enum class ClearOnFocus { no, yes };
ClearOnFocus clears_on_focus(StatusEvent event);

struct StatusUpdate {
  PaneKey key = {};
  StatusEvent event = StatusEvent::working;
  LivePane pane = {};                       // live facts
  std::optional<std::string> boot_id = {};  // of the multiplexer's server
  std::optional<std::string> title = {};    // explicit one
  std::string kind = {};                    // explicit one; empty: stored, else classified
  std::int64_t agent_pid = 0;               // process of the agent, 0 when unknown
  std::int64_t agent_start = 0;
  std::string agent_executable = {};  // its command name; empty when unknown
  std::string conversation_id = {};
  std::int64_t event_ms = 0;  // unix milliseconds when the event was born
};

// The new state by the rules of AGT 3.1. Nothing: leave the file as it is, because the event is older than one that was
// already taken in (AGT-W4), or because it clears a pane that has no state. `clear` leaves a state without status
// (AGT-W6).
std::optional<AgentState> updated_state(const std::optional<AgentState>& old, const StatusUpdate& update);

struct Launch {
  PaneKey key = {};
  LivePane pane = {};
  std::optional<std::string> boot_id = {};
  std::string kind = {};
  std::string agent_command = {};
  std::string handle = {};
  std::optional<Status> status = {};  // working after an injected prompt, else nothing
  std::int64_t now_ms = 0;
};

// The state that registers an agent when we launch it (AGT-W7).
AgentState launched_state(const Launch& launch);

}  // namespace agent
