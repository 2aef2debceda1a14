#include "agent/reconcile.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "agent/classify.h"
#include "agent/command_line.h"
#include "base/text.h"
#include "os/files.h"

namespace agent {

namespace {

enum class Verdict { alive, suspect, ended };

bool is_shell(std::string_view command) {
  constexpr auto kOthers =
      std::to_array<std::string_view>({"fish", "nu", "pwsh", "elvish", "xonsh", "tcsh", "csh", "mksh", "login"});
  std::string name = stem_of(command);
  if (name.starts_with('-')) name.erase(0, 1);
  return is_posix_shell(name) || std::ranges::find(kOthers, name) != kOthers.end();
}

bool same_command(const std::string& a, const std::string& b) {
  return a == b || stem_of(a) == stem_of(b);
}

Verdict judge_command(const AgentState& state, const LivePane& pane, std::int64_t now) {
  if (pane.command.empty()) return Verdict::alive;
  if (state.command.empty()) {
    // Launched, and no hook has reported yet: the agent needs a moment to replace the shell.
    const bool fresh = now - state.updated_ts <= kGoneGraceSeconds;
    return fresh || !is_shell(pane.command) ? Verdict::alive : Verdict::ended;
  }
  if (same_command(state.command, pane.command)) return Verdict::alive;
  if (is_shell(pane.command)) return Verdict::ended;
  // Agents rename themselves and run tools in the foreground (AGT-W3).
  if (!state.agent_kind.empty() && classify(pane.command, pane.title) == state.agent_kind) return Verdict::alive;
  return Verdict::suspect;
}

Verdict judge(const AgentState& state, const LivePane* pane, const ReconcileInput& input) {
  if (pane == nullptr)
    return input.look_again && input.look_again(state) == SeenAgain::alive ? Verdict::alive : Verdict::ended;
  if (pane->pid && state.pane_pid != 0 && *pane->pid != state.pane_pid) return Verdict::ended;
  if (state.agent_pid != 0 && input.process_runs && input.process_runs(state.agent_pid, state.agent_start))
    return Verdict::alive;
  const Verdict verdict = judge_command(state, *pane, input.now);
  // Its process is gone for certain, so there is nothing to wait for.
  return verdict == Verdict::suspect && state.agent_pid != 0 && input.process_runs ? Verdict::ended : verdict;
}

AgentState with_live_names(AgentState state, const LivePane* pane) {
  state.gone_ts = 0;
  if (pane == nullptr) return state;
  if (!pane->session.empty()) state.session_name = pane->session;
  if (!pane->window.empty()) state.window_name = pane->window;
  if (!pane->title.empty()) state.pane_title = pane->title;
  return state;
}

}  // namespace

Reconciled reconcile(const ReconcileInput& input) {
  std::unordered_map<std::string_view, const LivePane*> panes;
  for (const LivePane& pane : input.panes) panes.emplace(pane.id, &pane);

  Reconciled result;
  for (const AgentState& state : input.agents) {
    if (state.key.backend != input.backend || state.key.instance != input.instance) continue;
    const auto found = panes.find(state.key.pane_id);
    const LivePane* pane = found == panes.end() ? nullptr : found->second;
    Verdict verdict = judge(state, pane, input);
    if (verdict == Verdict::alive) {
      result.alive.push_back(
          {.state = with_live_names(state, pane), .pane = pane == nullptr ? std::nullopt : std::optional(*pane)});
      continue;
    }
    const bool of_earlier_server = state.boot_id && *state.boot_id != input.boot_id;
    if (of_earlier_server) {
      result.kept.push_back(state);
    } else if (verdict == Verdict::suspect && (state.gone_ts == 0 || input.now - state.gone_ts < kGoneGraceSeconds)) {
      result.suspects.push_back(state);
      if (state.gone_ts == 0) result.suspects.back().gone_ts = input.now;
    } else {
      result.ended.push_back(state);
    }
  }
  return result;
}

std::optional<size_t> owning_root(const std::filesystem::path& workdir,
                                  const std::vector<std::filesystem::path>& roots) {
  std::optional<size_t> best;
  size_t best_length = 0;
  for (size_t i = 0; i < roots.size(); ++i) {
    const size_t length = roots[i].native().size();
    if (os::is_within(workdir, roots[i]) && (!best || length > best_length)) {
      best = i;
      best_length = length;
    }
  }
  return best;
}

std::vector<const LiveAgent*> agents_of(const std::filesystem::path& root,
                                        const std::vector<std::filesystem::path>& all_roots,
                                        const std::vector<LiveAgent>& agents) {
  std::vector<const LiveAgent*> found;
  for (const LiveAgent& agent : agents) {
    const auto owner = owning_root(agent.state.workdir, all_roots);
    if (owner && all_roots[*owner] == root) found.push_back(&agent);
  }
  return found;
}

const LiveAgent* newest(const std::vector<const LiveAgent*>& agents) {
  const auto key = [](const LiveAgent* agent) {
    // Shorter pane ids are smaller numbers.
    return std::tuple(-agent->state.updated_ts, agent->state.key.pane_id.size(),
                      std::string_view(agent->state.key.pane_id));
  };
  const auto best = std::ranges::min_element(agents, {}, key);
  return best == agents.end() ? nullptr : *best;
}

}  // namespace agent
