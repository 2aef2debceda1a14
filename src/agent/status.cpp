#include "agent/status.h"

#include "agent/classify.h"

namespace agent {

std::optional<StatusEvent> parse_status_event(std::string_view word) {
  if (word == "clear") return StatusEvent::clear;
  const auto status = parse_status(word);
  if (!status) return std::nullopt;
  return event_of(*status);
}

std::optional<Status> status_of(StatusEvent event) {
  switch (event) {
    case StatusEvent::working:
      return Status::working;
    case StatusEvent::waiting:
      return Status::waiting;
    case StatusEvent::done:
      return Status::done;
    case StatusEvent::clear:
      return std::nullopt;
  }
  return std::nullopt;
}

StatusEvent event_of(Status status) {
  switch (status) {
    case Status::working:
      return StatusEvent::working;
    case Status::waiting:
      return StatusEvent::waiting;
    case Status::done:
      return StatusEvent::done;
  }
  return StatusEvent::clear;
}

ClearOnFocus clears_on_focus(StatusEvent event) {
  return event == StatusEvent::waiting || event == StatusEvent::done ? ClearOnFocus::yes : ClearOnFocus::no;
}

namespace {

std::optional<std::string> non_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

void take_live_facts(AgentState& state, const LivePane& pane) {
  state.workdir = pane.cwd;
  state.pane_pid = pane.pid.value_or(0);
  state.command = pane.command;
  state.window_name = non_empty(pane.window);
  state.session_name = non_empty(pane.session);
}

}  // namespace

std::optional<AgentState> updated_state(const std::optional<AgentState>& old, const StatusUpdate& update) {
  if (!old && update.event == StatusEvent::clear) return std::nullopt;
  if (old && update.event_ms < old->event_ms) return std::nullopt;
  const std::int64_t now = update.event_ms / 1000;

  AgentState state = old.value_or(AgentState{});
  state.key = update.key;
  const bool another_agent = state.agent_pid != 0 && update.agent_pid != 0 && state.agent_pid != update.agent_pid;
  if (another_agent) {
    state.agent_kind.clear();
    state.pane_title.reset();
    state.conversation_id.clear();
  }
  take_live_facts(state, update.pane);
  // A hook that runs in the foreground of its pane would record itself (AGT-W2).
  if (!update.agent_executable.empty()) state.command = update.agent_executable;

  const std::optional<Status> status = status_of(update.event);
  if (!old || old->status != status || !old->status_ts) state.status_ts = now;
  state.status = status;
  state.updated_ts = now;
  state.event_ms = update.event_ms;
  state.gone_ts = 0;
  state.boot_id = update.boot_id;
  if (update.title)
    state.pane_title = update.title;
  else if (!state.pane_title)
    state.pane_title = non_empty(update.pane.title);
  if (!update.kind.empty())
    state.agent_kind = update.kind;
  else if (state.agent_kind.empty())
    state.agent_kind = classify(state.command, update.pane.title);
  if (update.agent_pid != 0) {
    state.agent_pid = update.agent_pid;
    state.agent_start = update.agent_start;
  }
  if (!update.conversation_id.empty()) state.conversation_id = update.conversation_id;
  return state;
}

AgentState launched_state(const Launch& launch) {
  AgentState state;
  state.key = launch.key;
  take_live_facts(state, launch.pane);
  state.command.clear();  // still the shell's: the agent comes up later
  const std::int64_t now = launch.now_ms / 1000;
  state.status = launch.status;
  if (launch.status) state.status_ts = now;
  state.updated_ts = now;
  state.event_ms = launch.now_ms;
  state.boot_id = launch.boot_id;
  state.agent_kind = launch.kind;
  state.agent_command = launch.agent_command;
  state.handle = launch.handle;
  return state;
}

}  // namespace agent
