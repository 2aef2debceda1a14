#include "agent/report.h"

#include "agent/codex_turns.h"

namespace agent {

namespace {

StatusUpdate update_from(const StatusReport& report, const LivePane& pane, StatusEvent shown, PaneKey key) {
  StatusUpdate update{.key = std::move(key),
                      .event = shown,
                      .pane = pane,
                      .boot_id = report.boot_id,
                      .title = report.title,
                      .kind = report.kind,
                      .event_ms = report.event_ms};
  if (pane.pid) {
    if (const auto agent = agent_process(report.ancestors, *pane.pid)) {
      update.agent_pid = agent->pid;
      update.agent_start = agent->start;
      update.agent_executable = agent->name;
    }
  }
  // A sub-agent has a conversation of its own, which nobody resumes.
  if (report.payload && !report.payload->is_subagent) update.conversation_id = report.payload->session_id;
  return update;
}

}  // namespace

base::Result<std::optional<ReportedStatus>> report_status(const StateStore& store, const StatusReport& report) {
  const std::string cwd = report.payload ? report.payload->cwd : std::string();
  const LivePane* pane = pane_of_hook(report.ancestors, report.panes, report.claimed_pane, cwd);
  if (pane == nullptr) return std::nullopt;
  ReportedStatus reported{.key = {.backend = report.backend, .instance = report.instance, .pane_id = pane->id},
                          .shown = effective_event(report.event, report.payload)};
  // The end of a sub-agent is not the end of the turn.
  if (report.payload && report.payload->is_subagent && reported.shown == StatusEvent::done)
    reported.shown = StatusEvent::working;
  const auto tracked =
      track_codex_turn(store.root(), reported.key, report.payload, reported.shown, report.event_ms / 1000);
  reported.shown = tracked.value_or(reported.shown);

  const StatusUpdate update = update_from(report, *pane, reported.shown, reported.key);
  reported.state = TRY(store.update(reported.key, [&](const std::optional<AgentState>& old) {
    auto next = updated_state(old, update);
    reported.was_current = next.has_value() || !old;
    return next;
  }));
  return std::optional(std::move(reported));
}

}  // namespace agent
