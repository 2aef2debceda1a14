#include "workflow/set_status.h"

#include <unistd.h>

#include "agent/codex_turns.h"
#include "agent/icons.h"
#include "agent/process_tree.h"
#include "agent/state_store.h"
#include "base/clock.h"
#include "base/unicode.h"
#include "workflow/agents.h"
#include "workflow/sources.h"
#include "workflow/targets.h"

namespace workflow {

namespace {

// The configuration without looking for trouble: the global file and the project's, defaults when they are broken.
config::Config forgiving_config(const Setting& setting) {
  const auto world = look_for_settings(setting);
  if (!world) {
    const auto loaded = config::load(global_sources(setting));
    return loaded ? loaded->config : config::Config{};
  }
  const auto loaded = load_config(*world);
  if (!loaded) setting.log->warning("set-window-status: " + loaded.error().message);
  return loaded ? loaded->config : config::Config{};
}

std::string icon_of(agent::Status status, const config::StatusIcons& icons) {
  agent::ConfiguredIcons configured;
  configured.working = {.text = icons.working};
  configured.waiting = {.text = icons.waiting};
  configured.done = {.text = icons.done};
  return agent::icon_for(status, configured);
}

mux::StatusFormat status_format(config::StatusFormat format) {
  switch (format) {
    case config::StatusFormat::off:
      return mux::StatusFormat::untouched;
    case config::StatusFormat::window:
      return mux::StatusFormat::window;
    case config::StatusFormat::session:
      return mux::StatusFormat::session;
  }
  return mux::StatusFormat::window;
}

base::Result<> store_state(const Setting& setting, const mux::Multiplexer& multiplexer, const mux::Snapshot& facts,
                           mux::PaneId pane, const StatusRequest& request, agent::StatusEvent event) {
  const std::vector<agent::LivePane> panes = live_panes(facts);
  agent::StatusUpdate update;
  update.key = {.backend = std::string(multiplexer.name()), .instance = multiplexer.instance(), .pane_id = pane.text()};
  update.event = event;
  for (const agent::LivePane& live : panes) {
    if (live.id == pane.text()) update.pane = live;
  }
  if (!facts.boot_id.empty()) update.boot_id = facts.boot_id;
  if (request.title) update.title = base::sanitise_line(*request.title);
  update.kind = request.kind;
  if (request.payload) update.conversation_id = request.payload->session_id;
  update.event_ms = base::unix_milliseconds();
  const auto ancestors = agent::ancestors_of(::getpid());
  if (update.pane.pid) {
    if (const auto process = agent::agent_process(ancestors, *update.pane.pid)) {
      update.agent_pid = process->pid;
      update.agent_start = process->start;
      update.agent_executable = process->name;
    }
  }
  const agent::StateStore store(setting.paths.state);
  TRY(store.update(update.key, [&](const auto& old) { return agent::updated_state(old, update); }));
  return {};
}

}  // namespace

base::Result<> show_status(const Setting& setting, mux::Multiplexer& multiplexer, mux::PaneId pane,
                           const config::Config& config, const StatusRequest& request) {
  const agent::PaneKey key = {
      .backend = std::string(multiplexer.name()), .instance = multiplexer.instance(), .pane_id = pane.text()};
  const agent::StatusEvent wanted = agent::effective_event(request.event, request.payload);
  const agent::StatusEvent event =
      agent::track_codex_turn(setting.paths.state, key, request.payload, wanted, base::unix_seconds()).value_or(wanted);
  const auto status = agent::status_of(event);
  if (!status) {
    TRY(multiplexer.clear_status(pane));
    const agent::StateStore store(setting.paths.state);
    agent::StatusUpdate update{.key = key, .event = event};
    update.event_ms = base::unix_milliseconds();
    TRY(store.update(key, [&](const auto& old) { return agent::updated_state(old, update); }));
    return {};
  }
  mux::StatusUpdate shown;
  shown.icon = icon_of(*status, config.status_icons);
  shown.auto_clear =
      agent::clears_on_focus(event) == agent::ClearOnFocus::yes ? mux::AutoClear::yes : mux::AutoClear::no;
  shown.format = status_format(config.status_format);
  const auto facts = TRY(multiplexer.set_status(pane, shown));
  if (!facts) return {};
  return store_state(setting, multiplexer, *facts, pane, request, event);
}

void set_window_status(const Setting& setting, const StatusRequest& request) {
  std::vector<std::string> warnings;
  const config::Config config = forgiving_config(setting);
  const auto multiplexer = open_multiplexer(setting, &config, warnings);
  if (!multiplexer) {
    setting.log->warning("set-window-status: " + multiplexer.error().message);
    return;
  }
  const auto pane = request.pane ? mux::PaneId::parse(*request.pane) : (*multiplexer)->current_pane();
  if (!pane) return;
  const auto done = show_status(setting, **multiplexer, *pane, config, request);
  if (!done) setting.log->warning("set-window-status: " + base::describe(done.error()));
}

}  // namespace workflow
