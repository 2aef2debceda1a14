#include "workflow/resurrect.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "agent/profile.h"
#include "agent/reconcile.h"
#include "agent/state_store.h"
#include "base/text.h"
#include "base/unicode.h"
#include "workflow/agents.h"
#include "workflow/open.h"
#include "workflow/panes.h"
#include "workflow/targets.h"

namespace workflow {

namespace {

enum class Fate { restore, is_open, is_main };

struct Candidate {
  size_t worktree = 0;  // index
  Fate fate = Fate::restore;
  std::vector<agent::AgentState> states;  // that were found, and are used up
  std::optional<std::string> agent;       // to start; none: the configured one
};

struct Plan {
  std::vector<Candidate> candidates;  // in the order of the worktrees
  size_t unmatched = 0;
  size_t restorable() const {
    return static_cast<size_t>(std::ranges::count(candidates, Fate::restore, &Candidate::fate));
  }
};

// The name under which the agent of a state is started again; empty when the state does not tell.
std::string agent_of(const agent::AgentState& state) {
  if (const agent::Profile* profile = agent::find_profile(state.agent_kind)) return std::string(profile->name);
  const std::string& line = state.agent_command.empty() ? state.command : state.agent_command;
  const agent::Profile& profile = agent::profile_of(line);
  return profile.is_default() ? "" : std::string(profile.name);
}

// The newest one that is told; a kind beats a command, then the smaller name wins.
std::optional<std::string> agent_to_start(const std::vector<agent::AgentState>& states, const config::Config& config) {
  std::optional<std::tuple<std::int64_t, bool, std::string>> best;
  for (const agent::AgentState& state : states) {
    const std::string name = agent_of(state);
    if (name.empty()) continue;
    const std::tuple key(-state.updated_ts, agent::find_profile(state.agent_kind) == nullptr, name);
    if (!best || key < *best) best = key;
  }
  // The configured command line may hold more than the bare name.
  if (!best || std::get<2>(*best) == agent_profile(config, std::nullopt)) return std::nullopt;
  return std::get<2>(*best);
}

Plan plan_of(const World& world, const config::Config& config, const mux::Multiplexer& multiplexer,
             const mux::Snapshot& snapshot, std::vector<agent::AgentState> states) {
  const std::vector<std::filesystem::path> roots = worktree_roots(world);
  Plan plan;
  std::vector<Candidate> by_worktree(roots.size());
  for (agent::AgentState& state : states) {
    if (state.key.backend != multiplexer.name() || state.key.instance != multiplexer.instance()) continue;
    const auto owner = agent::owning_root(state.workdir, roots);
    if (owner)
      by_worktree[*owner].states.push_back(std::move(state));
    else
      ++plan.unmatched;
  }
  for (size_t i = 0; i < roots.size(); ++i) {
    Candidate& candidate = by_worktree[i];
    if (candidate.states.empty()) continue;
    candidate.worktree = i;
    candidate.agent = agent_to_start(candidate.states, config);
    if (world.worktrees[i].is_main)
      candidate.fate = Fate::is_main;
    else if (find_open(world, config, snapshot, world.worktrees[i], multiplexer.current_pane()).exists())
      candidate.fate = Fate::is_open;
    plan.candidates.push_back(std::move(candidate));
  }
  return plan;
}

const char* text_of(Fate fate) {
  switch (fate) {
    case Fate::restore:
      return "restoring";
    case Fate::is_open:
      return "skipping (already open)";
    case Fate::is_main:
      return "skipping (main worktree)";
  }
  return "";
}

void describe(const World& world, const Plan& plan, const Voice& voice) {
  for (const Candidate& candidate : plan.candidates) {
    const std::string handle = base::sanitise_line(world.worktrees[candidate.worktree].handle());
    voice.say(fmt::format("  {} -> {}", base::pad_to_width(handle, 20), text_of(candidate.fate)));
  }
  if (plan.unmatched > 0) voice.say(fmt::format("  ({} unmatched state file(s) ignored)", plan.unmatched));
}

base::Result<> restore(const Setting& setting, const World& world, const Candidate& candidate, const Voice& voice) {
  OpenRequest request;
  request.name = world.worktrees[candidate.worktree].handle();
  request.resume = true;
  request.background = true;
  request.agent = candidate.agent;
  TRY(open(setting, request, voice));
  const agent::StateStore store(setting.paths.state);
  // A hook of the new agent may have written the same file already.
  for (const agent::AgentState& state : candidate.states) (void)TRY(store.remove_if_unchanged(state));
  return {};
}

}  // namespace

base::Result<> resurrect(const Setting& setting, Resurrect mode, const Voice& voice) {
  const World world = TRY(look_around(setting));
  const config::Loaded loaded = TRY(load_config(world));
  std::vector<std::string> warnings;
  const auto multiplexer = TRY(open_multiplexer(setting, &loaded.config, warnings));
  for (const std::string& warning : warnings) voice.warn(warning);
  const mux::Snapshot snapshot = TRY(multiplexer->snapshot());
  if (!snapshot.running) return std::unexpected(not_running(*multiplexer));
  std::vector<agent::AgentState> states = agent::StateStore(setting.paths.state).load_all().agents;
  const Plan plan = plan_of(world, loaded.config, *multiplexer, snapshot, std::move(states));
  if (plan.candidates.empty() && plan.unmatched == 0) {
    voice.say("No agent state files found. Nothing to restore.");
    return {};
  }
  describe(world, plan, voice);
  if (plan.restorable() == 0) {
    voice.say("Nothing to restore.");
    return {};
  }
  if (mode == Resurrect::dry_run) {
    voice.say(fmt::format("Dry run: would restore {} worktree(s)", plan.restorable()));
    return {};
  }
  std::vector<std::string> restored;
  size_t failed = 0;
  for (const Candidate& candidate : plan.candidates) {
    if (candidate.fate != Fate::restore) continue;
    const std::string handle = base::sanitise_line(world.worktrees[candidate.worktree].handle());
    const auto done = restore(setting, world, candidate, voice);
    if (done) {
      restored.push_back(handle);
      continue;
    }
    ++failed;
    voice.warn(fmt::format("✗ {}: {}", handle, base::describe(done.error())));
  }
  if (!restored.empty())
    voice.say(fmt::format("✓ Restored {} worktree(s): {}", restored.size(), base::join(restored, ", ")));
  if (failed > 0) return base::fail(fmt::format("Failed to restore {} worktree(s)", failed));
  return {};
}

}  // namespace workflow
