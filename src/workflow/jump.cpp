#include "workflow/jump.h"

#include <algorithm>
#include <tuple>

#include "agent/settings.h"
#include "agent/state_store.h"
#include "workflow/targets.h"

namespace workflow {

namespace {

struct Server {
  std::unique_ptr<mux::Multiplexer> multiplexer;
  mux::Snapshot snapshot;
  std::vector<agent::AgentState> agents;  // of this server, as stored
  std::optional<mux::PaneId> here;        // what the user looks at
};

base::Result<Server> look_at_server(const Setting& setting, const Voice& voice) {
  Server server;
  std::vector<std::string> warnings;
  server.multiplexer = TRY(open_multiplexer(setting, nullptr, warnings));
  for (const std::string& warning : warnings) voice.warn(warning);
  const std::string backend(server.multiplexer->name());
  const std::string instance = server.multiplexer->instance();
  for (agent::AgentState& state : agent::StateStore(setting.paths.state).load_all().agents) {
    if (state.key.backend == backend && state.key.instance == instance) server.agents.push_back(std::move(state));
  }
  server.snapshot = TRY(server.multiplexer->snapshot());
  server.here = server.snapshot.active_pane ? server.snapshot.active_pane : server.multiplexer->current_pane();
  return server;
}

bool holds_agent(const Server& server, std::string_view pane) {
  return std::ranges::any_of(server.agents, [&](const auto& state) { return state.key.pane_id == pane; });
}

// The pane that is left is remembered when an agent runs in it.
void remember(const Setting& setting, const Server& server, const std::function<void(agent::Navigation&)>& change) {
  const auto done = agent::update_navigation(setting.paths.state, std::string(server.multiplexer->name()),
                                             server.multiplexer->instance(), [&](agent::Navigation& navigation) {
                                               if (server.here && holds_agent(server, server.here->text()))
                                                 navigation.last_pane_id = server.here->text();
                                               change(navigation);
                                             });
  if (!done) setting.log->warning(base::describe(done.error()));
}

agent::Navigation navigation_of(const Setting& setting, const Server& server) {
  return agent::load_navigation(setting.paths.state, std::string(server.multiplexer->name()),
                                server.multiplexer->instance());
}

std::vector<const agent::AgentState*> finished(const Server& server) {
  std::vector<const agent::AgentState*> found;
  for (const agent::AgentState& state : server.agents) {
    if (state.status == agent::Status::done || state.status == agent::Status::waiting) found.push_back(&state);
  }
  const auto key = [](const agent::AgentState* state) {
    return std::tuple(state->status_ts.value_or(INT64_MIN), state->updated_ts, state->key.pane_id.size(),
                      std::string_view(state->key.pane_id));
  };
  std::ranges::sort(found, std::ranges::greater{}, key);
  return found;
}

// Where the round begins: behind the agent that was shown last, if the user is still there and nothing is newer.
size_t start_of_round(const Server& server, const agent::Navigation& memory,
                      const std::vector<const agent::AgentState*>& found) {
  if (!memory.last_done_cycle || !server.here) return 0;
  const agent::DoneCycle& cycle = *memory.last_done_cycle;
  if (cycle.target.pane_id != server.here->text() || cycle.head_ts != found.front()->status_ts) return 0;
  const auto at = std::ranges::find_if(found, [&](const auto* state) { return state->key == cycle.target; });
  return at == found.end() ? 0 : static_cast<size_t>(at - found.begin() + 1) % found.size();
}

}  // namespace

base::Result<std::string> last_done(const Setting& setting, const Voice& voice) {
  const Server server = TRY(look_at_server(setting, voice));
  const std::vector<const agent::AgentState*> found = finished(server);
  if (found.empty()) return "No completed or waiting agents found";
  const size_t start = start_of_round(server, navigation_of(setting, server), found);
  for (size_t i = 0; i < found.size(); ++i) {
    const agent::AgentState& state = *found[(start + i) % found.size()];
    const auto pane = mux::PaneId::parse(state.key.pane_id);
    if (!pane || server.snapshot.find(*pane) == nullptr || !server.multiplexer->show(*pane)) continue;
    remember(setting, server, [&](agent::Navigation& navigation) {
      navigation.last_done_cycle = {.target = state.key, .head_ts = found.front()->status_ts};
    });
    return "";
  }
  return "No active completed or waiting agents found";
}

base::Result<std::string> last_agent(const Setting& setting, const Voice& voice) {
  const Server server = TRY(look_at_server(setting, voice));
  const agent::Navigation memory = navigation_of(setting, server);
  if (!memory.last_pane_id) return "No previous agent to switch to";
  const auto pane = mux::PaneId::parse(*memory.last_pane_id);
  if (!pane || server.snapshot.find(*pane) == nullptr) return "Last agent pane no longer exists";
  if (server.here == pane) return "Already at last agent";
  if (!server.multiplexer->show(*pane)) return "Failed to switch to last agent";
  remember(setting, server, [](agent::Navigation&) {});
  return "";
}

}  // namespace workflow
