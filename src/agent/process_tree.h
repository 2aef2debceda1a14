#pragma once
// Which processes stand above a hook, from /proc: no process is started. Where there is no /proc, nothing is known.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "agent/live_pane.h"

namespace agent {

struct ProcessFacts {
  std::int64_t pid = 0;
  std::int64_t parent = 0;
  std::int64_t start = 0;  // clock ticks since boot
  std::string name = {};   // an agent's where one of its names is, else that of its first argument
};

std::optional<ProcessFacts> process_facts(std::int64_t pid);

// True when `pid` runs and started at `start` (0: any).
bool is_same_process(std::int64_t pid, std::int64_t start);

// `pid` first, then its parents, at most 64.
std::vector<ProcessFacts> ancestors_of(std::int64_t pid);

// The agent among the ancestors of a hook: the nearest one that is a known agent by its name, else the child of the
// pane's root process, else the root process. Nothing when the pane's root is not among them. Pure.
std::optional<ProcessFacts> agent_process(const std::vector<ProcessFacts>& ancestors, std::int64_t pane_pid);

// The pane that a hook speaks for (AGT 4.8). The claimed one (TMUX_PANE) when its root process is among the ancestors
// or when nothing can be known; else the pane whose root is among them; else the only pane that works in `cwd`; else
// the claimed one if it exists. Null: none. Pure.
const LivePane* pane_of_hook(const std::vector<ProcessFacts>& ancestors, const std::vector<LivePane>& panes,
                             const std::string& claimed, const std::string& cwd);

}  // namespace agent
