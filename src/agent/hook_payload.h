#pragma once
// What an agent tells its hooks on standard input. All of it is untrusted.

#include <optional>
#include <string>
#include <string_view>

#include "agent/status.h"

namespace agent {

struct HookPayload {
  std::string event = {};  // hook_event_name
  std::string session_id = {};
  std::string cwd = {};
  std::string codex_run = {};  // "<session>:<turn>" of a Codex turn (AGT 6); empty: none
  bool is_subagent = false;    // agent_id or agent_type is there
  bool tasks_running = false;  // Claude: background tasks are not finished
};

// Reads a payload from a descriptor: nothing from a terminal; ends at end of file, when a whole JSON object has
// arrived, at 1 MiB, when no first byte comes within 50 ms, or after 200 ms in all (AGT-W1). Never blocks longer.
std::string read_hook_input(int descriptor);

// Nothing when the text is no JSON object.
std::optional<HookPayload> parse_hook_payload(std::string_view text);

// The event as it counts: a Claude turn that ends while background tasks run is still `working`.
StatusEvent effective_event(StatusEvent requested, const std::optional<HookPayload>& payload);

}  // namespace agent
