#include "workflow/wait_subject.h"

#include <algorithm>

#include "agent/resolve.h"
#include "os/files.h"

namespace workflow {

namespace {

// Between the end of a window and the end of its directory, when a worktree is removed.
constexpr std::chrono::milliseconds kRemovalTakes{2000};

}  // namespace

WaitSubject::WaitSubject(std::string name, std::filesystem::path root, std::vector<std::filesystem::path> roots,
                         std::string pane, agent::WaitProgress progress)
    : name_(std::move(name)),
      root_(std::move(root)),
      roots_(std::move(roots)),
      pane_(std::move(pane)),
      progress_(progress) {}

bool WaitSubject::is_mine(const agent::AgentState& state) const {
  if (!pane_.empty()) return state.key.pane_id == pane_;
  if (roots_.empty()) return agent::agent_root_of(state.workdir).root == root_;
  const auto owner = agent::owning_root(state.workdir, roots_);
  return owner && roots_[*owner] == root_;
}

std::vector<const agent::LiveAgent*> WaitSubject::agents_among(const std::vector<agent::LiveAgent>& agents) const {
  std::vector<const agent::LiveAgent*> mine;
  for (const agent::LiveAgent& live : agents) {
    if (is_mine(live.state)) mine.push_back(&live);
  }
  return mine;
}

void WaitSubject::ignore_present(const std::vector<agent::LiveAgent>& agents) {
  for (const agent::LiveAgent* live : agents_among(agents))
    ignored_[live->state.key] = {.status = live->state.status, .since = live->state.status_ts};
}

agent::WaitState WaitSubject::judge(const agent::Reconciled& found, const mux::Snapshot& snapshot,
                                    std::chrono::steady_clock::time_point now) {
  std::vector<agent::LiveAgent> mine;
  for (const agent::LiveAgent* live : agents_among(found.alive)) {
    panes_seen_.insert(live->state.key.pane_id);
    mine.push_back(*live);
    const auto ignored = ignored_.find(live->state.key);
    if (ignored == ignored_.end()) continue;
    if (ignored->second == Present{.status = live->state.status, .since = live->state.status_ts})
      mine.back().state.status.reset();
    else
      ignored_.erase(ignored);
  }
  agent::WaitView view;
  for (const agent::LiveAgent& live : mine) view.agents.push_back(&live);
  view.has_suspect = std::ranges::any_of(found.suspects, [&](const auto& state) { return is_mine(state); });
  const auto directory = os::status_of(root_);
  view.directory_exists = directory && directory->type == os::FileType::directory;
  const agent::WaitState state = agent::judge_wait(progress_, view);
  if (state != agent::WaitState::vanished) {
    removal_deadline_.reset();
    return state;
  }
  const bool pane_stays =
      std::ranges::any_of(snapshot.panes, [&](const mux::Pane& pane) { return panes_seen_.contains(pane.id.text()); });
  if (pane_stays || !snapshot.running) return state;
  if (!removal_deadline_) removal_deadline_ = now + kRemovalTakes;
  return now < *removal_deadline_ ? agent::WaitState::pending : state;
}

}  // namespace workflow
