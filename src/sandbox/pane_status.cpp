#include "sandbox/pane_status.h"

#include <utility>

#include "agent/icons.h"
#include "agent/profile.h"
#include "agent/state_store.h"
#include "agent/status.h"
#include "base/clock.h"
#include "base/unicode.h"
#include "git/guest_trees.h"
#include "mux/configured_backend.h"
#include "mux/select_backend.h"

namespace sandbox {
namespace {

// Icons of the policy are judged as a project's, the stricter rule: the snapshot does not say which file set them.
std::string icon_of(agent::Status status, const config::Config& config) {
  auto configured = [](const std::string& text) {
    return agent::ConfiguredIcon{.text = text, .origin = agent::IconOrigin::project};
  };
  return agent::icon_for(status, {.working = configured(config.status_icons.working),
                                  .waiting = configured(config.status_icons.waiting),
                                  .done = configured(config.status_icons.done)});
}

agent::LivePane live_pane(const mux::Snapshot& snapshot, mux::PaneId id) {
  agent::LivePane live;
  live.id = id.text();
  const auto* pane = snapshot.find(id);
  if (pane == nullptr) return live;
  live.pid = pane->pid;
  live.command = pane->command;
  live.cwd = pane->directory;
  live.title = pane->title;
  if (const auto* session = snapshot.session_of(id)) live.session = session->name;
  if (const auto* window = snapshot.window_of(id)) live.window = window->name;
  return live;
}

}  // namespace

PaneStatus::PaneStatus(const os::Paths& paths, const os::Environment& environment, const config::Config& config)
    : state_(paths.state), config_(config) {
  auto opened = mux::open_backend(mux::select_backend(environment, mux::configured_backend(config)),
                                  git::guest_trees(paths.state));
  if (!opened) return;
  multiplexer_ = *std::move(opened);
  pane_ = multiplexer_->current_pane();
}

base::Result<> PaneStatus::set(std::string_view word) {
  const std::scoped_lock lock(mutex_);
  const auto event = agent::parse_status_event(word);
  if (!event) return base::fail("Unknown status: " + base::sanitise_line(word));
  if (!pane_ || shown_ == word) return {};
  const auto status = agent::status_of(*event);
  mux::Snapshot live;
  if (!status) {
    TRY(multiplexer_->clear_status(*pane_));
  } else {
    mux::StatusUpdate update;
    update.icon = icon_of(*status, config_);
    update.auto_clear =
        agent::clears_on_focus(*event) == agent::ClearOnFocus::yes ? mux::AutoClear::yes : mux::AutoClear::no;
    update.format =
        config_.status_format == config::StatusFormat::off ? mux::StatusFormat::untouched : mux::StatusFormat::window;
    auto snapshot = TRY(multiplexer_->set_status(*pane_, update));
    if (!snapshot) return {};  // the pane is gone
    live = *std::move(snapshot);
  }
  shown_ = word;
  // As the hook outside of a sandbox: clear takes the icon away and keeps the state (AGT 3 step 6).
  if (!status) return {};
  agent::StatusUpdate update;
  update.key = {std::string(multiplexer_->name()), multiplexer_->instance(), pane_->text()};
  update.event = *event;
  update.pane = live_pane(live, *pane_);
  if (!live.boot_id.empty()) update.boot_id = live.boot_id;
  update.kind =
      agent::profile_of(config::resolve_agent(config_).command, config::resolve_agent(config_).type.value_or("")).name;
  update.event_ms = base::unix_milliseconds();
  TRY(agent::StateStore(state_).update(update.key, [&](const auto& old) { return agent::updated_state(old, update); }));
  return {};
}

base::Result<> PaneStatus::set_title(std::string_view title) {
  const std::scoped_lock lock(mutex_);
  if (!pane_) return {};
  TRY(multiplexer_->set_title(*pane_, title));
  const agent::PaneKey key = {std::string(multiplexer_->name()), multiplexer_->instance(), pane_->text()};
  TRY(agent::StateStore(state_).update(key, [&](const auto& old) -> std::optional<agent::AgentState> {
    if (!old) return std::nullopt;
    auto changed = *old;
    changed.pane_title = std::string(title);
    return changed;
  }));
  return {};
}

}  // namespace sandbox
