#pragma once
// Which of the stored agents are alive (AGT 5.6), and to which worktree they belong (AGT 5.8). Pure.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "agent/live_pane.h"
#include "agent/state.h"

namespace agent {

enum class SeenAgain { alive, gone };

struct ReconcileInput {
  std::vector<AgentState> agents = {};
  std::vector<LivePane> panes = {};  // of the whole server
  std::string backend = {};
  std::string instance = {};
  std::string boot_id = {};  // of the server; empty: unknown
  std::int64_t now = 0;      // unix seconds
  // Whether a process runs and started at that time (process_tree.h: is_same_process). Empty: pids are not asked.
  std::function<bool(std::int64_t pid, std::int64_t start)> process_runs = {};
  // Looks at one pane that the list did not hold. Empty: it is gone.
  std::function<SeenAgain(const AgentState&)> look_again = {};
};

struct LiveAgent {
  AgentState state = {};  // session, window and title from the live pane where there is one
  std::optional<LivePane> pane = {};
};

struct Reconciled {
  std::vector<LiveAgent> alive = {};      // in the order of the input
  std::vector<AgentState> suspects = {};  // seem gone; `gone_ts` is set: store it (hidden until then)
  std::vector<AgentState> kept = {};      // of an earlier server: hidden, for resurrect
  std::vector<AgentState> ended = {};     // delete the file and clear the icon
};

// A suspect is given this long before it counts as ended (AGT-W5).
inline constexpr std::int64_t kGoneGraceSeconds = 10;

// Agents of other backends and instances are in none of the lists.
Reconciled reconcile(const ReconcileInput& input);

// Index of the deepest root that holds `workdir`; nothing when none does. Paths are canonical and absolute.
std::optional<size_t> owning_root(const std::filesystem::path& workdir,
                                  const std::vector<std::filesystem::path>& roots);

// The agents of worktree `root` among `agents`; `all_roots` are all worktrees of its repository (the deepest one owns).
std::vector<const LiveAgent*> agents_of(const std::filesystem::path& root,
                                        const std::vector<std::filesystem::path>& all_roots,
                                        const std::vector<LiveAgent>& agents);

// The one to talk to when a worktree has several: the newest activity, then the smaller pane id. Null when empty.
const LiveAgent* newest(const std::vector<const LiveAgent*>& agents);

}  // namespace agent
