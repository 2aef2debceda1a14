#include "workflow/reap.h"

#include <fmt/format.h>
#include <signal.h>

#include <algorithm>

#include "agent/foreground_process.h"
#include "agent/process_tree.h"
#include "agent/resolve.h"
#include "agent/state_store.h"
#include "base/clock.h"
#include "base/unicode.h"
#include "os/files.h"
#include "os/foreign_process.h"
#include "workflow/agent_view.h"

namespace workflow {

namespace {

using std::chrono::milliseconds;

constexpr std::int64_t kHour = 3600;
constexpr milliseconds kPatience{2000};
constexpr milliseconds kBetweenKeys{500};

struct Candidate {
  const agent::LiveAgent* live = nullptr;
  std::int64_t age = 0;
};

std::int64_t pane_process(const agent::LiveAgent& live) {
  return live.pane ? live.pane->pid.value_or(0) : 0;
}

// The process of the agent: known from its hooks, else what runs in the foreground of its pane.
std::int64_t process_of(const agent::LiveAgent& live) {
  const agent::AgentState& state = live.state;
  if (state.agent_pid != 0 && agent::is_same_process(state.agent_pid, state.agent_start)) return state.agent_pid;
  return agent::foreground_process(pane_process(live)).value_or(pane_process(live));
}

// When something was last written to the pane's terminal: the device's own time, no process. Nothing when unknown.
std::optional<std::int64_t> screen_changed(const agent::LiveAgent& live) {
  const auto terminal = os::status_following(fmt::format("/proc/{}/fd/0", process_of(live)));
  if (!terminal || terminal->type != os::FileType::other) return std::nullopt;
  return terminal->modified_ns / 1'000'000'000;
}

// AGT-W22: it reported long ago and is busy all the same.
bool is_busy(const agent::LiveAgent& live, std::int64_t now) {
  if (live.state.status != agent::Status::working) return false;
  const auto changed = screen_changed(live);
  return changed && now - *changed < kHour;
}

std::vector<Candidate> candidates(const AgentView& view, const ReapRequest& request) {
  const std::int64_t now = base::unix_seconds();
  std::vector<Candidate> found;
  for (const agent::LiveAgent& live : view.agents) {
    const std::int64_t last = live.state.updated_ts > 0 ? live.state.updated_ts : live.state.status_ts.value_or(0);
    if (last <= 0 || now - last < request.hours * kHour) continue;
    if (!request.include_working && is_busy(live, now)) continue;
    found.push_back({.live = &live, .age = now - last});
  }
  return found;
}

std::string described(const Candidate& candidate) {
  const agent::AgentState& state = candidate.live->state;
  return fmt::format("{} in {}", base::sanitise_line(state.key.pane_id),
                     base::sanitise_line(agent::agent_root_of(state.workdir).root.filename().string()));
}

std::string facts(const Candidate& candidate) {
  const agent::AgentState& state = candidate.live->state;
  const std::string title = base::sanitise_line(state.pane_title.value_or(""));
  return fmt::format("({}, {}, {})", base::short_age(candidate.age),
                     state.status ? agent::status_word(*state.status) : "unknown", title.empty() ? "-" : title);
}

// Some agents want C-c twice, some C-d; the last word is a signal.
base::Result<bool> end_agent(mux::Multiplexer& multiplexer, const agent::LiveAgent& live) {
  const mux::PaneId pane = TRY(pane_of(live));
  const std::int64_t process = process_of(live);
  const auto ended = [&](milliseconds limit) {
    return os::wait_for_end(static_cast<pid_t>(process), limit).value_or(!agent::is_same_process(process, 0));
  };
  // A shell in the foreground is no agent: it ended already.
  if (process <= 0 || (process == pane_process(live) && live.state.agent_pid == 0 && live.state.command.empty()))
    return true;
  const auto facts_before = agent::process_facts(process);
  for (const auto& [key, patience] :
       {std::pair("C-c", kBetweenKeys), std::pair("C-c", kPatience - kBetweenKeys), std::pair("C-d", kPatience)}) {
    TRY(multiplexer.send_key(pane, key));
    if (ended(patience)) return true;
  }
  if (!facts_before || !agent::is_same_process(process, facts_before->start)) return true;
  ::kill(static_cast<pid_t>(process), SIGTERM);
  return ended(kPatience);
}

}  // namespace

base::Result<> reap(const Setting& setting, const ReapRequest& request, const Voice& voice) {
  const AgentView view = TRY(view_agents(setting, voice));
  const std::vector<Candidate> found = candidates(view, request);
  if (found.empty()) {
    voice.say(fmt::format("No agents older than {}h", request.hours));
    return {};
  }
  if (!request.force) {
    for (const Candidate& candidate : found)
      voice.say(fmt::format("Would exit {} {}", described(candidate), facts(candidate)));
    voice.say("Run with -f/--force to exit these agents.");
    return {};
  }
  const agent::StateStore store(setting.paths.state);
  size_t failed = 0;
  for (const Candidate& candidate : found) {
    const auto ended = end_agent(*view.multiplexer, *candidate.live);
    if (ended && *ended) {
      TRY(store.remove(candidate.live->state.key));
      if (const auto pane = mux::PaneId::parse(candidate.live->state.key.pane_id))
        (void)view.multiplexer->clear_status(*pane);
      voice.say(fmt::format("Exited {} {}", described(candidate), facts(candidate)));
      continue;
    }
    ++failed;
    voice.warn(fmt::format("Failed to exit {}: {}", described(candidate),
                           ended ? "agent did not exit after C-c and C-d" : ended.error().message));
  }
  if (failed > 0) return base::fail(fmt::format("failed to exit {} agent(s)", failed));
  return {};
}

}  // namespace workflow
