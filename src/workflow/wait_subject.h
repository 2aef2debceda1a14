#pragma once
// One worktree that `wait` waits for. Looks at facts, starts nothing.

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "agent/reconcile.h"
#include "agent/wait.h"
#include "mux/snapshot.h"

namespace workflow {

class WaitSubject {
 public:
  // `roots`: all worktrees of its repository; empty when it lies elsewhere. `pane`: only this one; empty: any.
  WaitSubject(std::string name, std::filesystem::path root, std::vector<std::filesystem::path> roots, std::string pane,
              agent::WaitProgress progress);

  const std::string& name() const { return name_; }
  const std::filesystem::path& root() const { return root_; }

  // From now on the status that an agent has counts only after it changed.
  void ignore_present(const std::vector<agent::LiveAgent>& agents);

  // What has become of it. An agent that went away together with its pane may be about to be merged, so that is given a
  // moment: pending until it is over.
  agent::WaitState judge(const agent::Reconciled& found, const mux::Snapshot& snapshot,
                         std::chrono::steady_clock::time_point now);
  // When judge must be called again though nothing happens.
  std::optional<std::chrono::steady_clock::time_point> deadline() const { return removal_deadline_; }

  std::vector<const agent::LiveAgent*> agents_among(const std::vector<agent::LiveAgent>& agents) const;

 private:
  struct Present {
    std::optional<agent::Status> status;
    std::optional<std::int64_t> since;
    bool operator==(const Present&) const = default;
  };
  bool is_mine(const agent::AgentState& state) const;

  std::string name_;
  std::filesystem::path root_;
  std::vector<std::filesystem::path> roots_;
  std::string pane_;
  agent::WaitProgress progress_;
  std::map<agent::PaneKey, Present> ignored_;
  std::set<std::string> panes_seen_;
  std::optional<std::chrono::steady_clock::time_point> removal_deadline_;
};

}  // namespace workflow
