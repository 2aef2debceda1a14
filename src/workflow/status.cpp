#include "workflow/status.h"

#include <fmt/format.h>

#include "agent/resolve.h"
#include "base/clock.h"
#include "base/unicode.h"
#include "workflow/agents.h"
#include "workflow/targets.h"

namespace workflow {

namespace {

AgentRow row(const std::filesystem::path& root, const std::string& branch, const agent::LiveAgent& live) {
  AgentRow row;
  row.worktree = root.filename().string();
  row.branch = branch;
  row.status = live.state.status ? std::string(agent::status_word(*live.state.status)) : "-";
  if (live.state.status_ts) row.elapsed = std::max<std::int64_t>(0, base::unix_seconds() - *live.state.status_ts);
  if (live.state.pane_title && !live.state.pane_title->empty()) row.title = base::sanitise_line(*live.state.pane_title);
  row.pane = live.state.key.pane_id;
  return row;
}

std::vector<agent::NamedWorktree> named_worktrees(const World& world, const std::vector<std::filesystem::path>& roots) {
  std::vector<agent::NamedWorktree> named;
  for (size_t i = 0; i < roots.size(); ++i) named.push_back({.root = roots[i], .branch = world.worktrees[i].branch});
  return named;
}

}  // namespace

base::Result<StatusResult> status(const Setting& setting, const std::vector<std::string>& names, const Voice& voice) {
  const auto world = look_around(setting);
  if (!world && names.empty()) return std::unexpected(world.error());
  std::vector<std::string> warnings;
  const auto multiplexer = TRY(open_multiplexer(setting, nullptr, warnings));
  for (const std::string& warning : warnings) voice.warn(warning);
  const mux::Snapshot snapshot = TRY(multiplexer->snapshot());
  const std::vector<agent::LiveAgent> agents = live_agents(setting, *multiplexer, snapshot);
  const std::vector<std::filesystem::path> roots =
      world ? worktree_roots(*world) : std::vector<std::filesystem::path>{};
  StatusResult result;
  if (names.empty()) {
    for (size_t i = 0; i < roots.size(); ++i) {
      for (const agent::LiveAgent* live : agent::agents_of(roots[i], roots, agents)) {
        result.rows.push_back(row(roots[i], world->worktrees[i].branch, *live));
      }
    }
    return result;
  }
  result.any_matched = false;
  const auto named = world ? named_worktrees(*world, roots) : std::vector<agent::NamedWorktree>{};
  for (const std::string& name : names) {
    const auto found = agent::resolve_agents({.name = name, .worktrees = named, .agents = &agents});
    if (!found) {
      voice.warn(fmt::format("{}: {}", base::sanitise_line(name), found.error().message));
      continue;
    }
    result.any_matched = true;
    std::string branch;
    for (const agent::NamedWorktree& worktree : named) {
      if (worktree.root == found->root) branch = worktree.branch;
    }
    for (const agent::LiveAgent* live : found->agents) result.rows.push_back(row(found->root, branch, *live));
  }
  return result;
}

}  // namespace workflow
