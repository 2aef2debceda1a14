#include "workflow/status.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.h"
#include "base/unicode.h"
#include "workflow/agent_view.h"

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

// The rows and, beside each, the root of its worktree.
struct Rows {
  StatusResult result;
  std::vector<std::filesystem::path> roots;

  void add(const std::filesystem::path& root, const std::string& branch,
           const std::vector<const agent::LiveAgent*>& agents) {
    for (const agent::LiveAgent* live : agents) {
      result.rows.push_back(row(root, branch, *live));
      roots.push_back(root);
    }
  }
};

Rows rows_of_repository(const AgentView& view) {
  std::vector<std::filesystem::path> roots;
  for (const agent::NamedWorktree& worktree : view.worktrees) roots.push_back(worktree.root);
  Rows rows;
  for (const agent::NamedWorktree& worktree : view.worktrees)
    rows.add(worktree.root, worktree.branch, agent::agents_of(worktree.root, roots, view.agents));
  return rows;
}

Rows rows_of_names(const AgentView& view, const std::vector<std::string>& names, const Voice& voice) {
  Rows rows;
  rows.result.any_matched = false;
  for (const std::string& name : names) {
    const auto found = agents_named(view, name);
    if (!found) {
      voice.warn(fmt::format("{}: {}", base::sanitise_line(name), found.error().message));
      continue;
    }
    rows.result.any_matched = true;
    const auto known = std::ranges::find(view.worktrees, found->root, &agent::NamedWorktree::root);
    rows.add(found->root, known == view.worktrees.end() ? "" : known->branch, found->agents);
  }
  return rows;
}

void add_git(const Setting& setting, const AgentView& view, Rows& rows) {
  // Agents of one worktree share the answer.
  std::vector<std::filesystem::path> roots;
  for (const auto& root : rows.roots) {
    if (std::ranges::find(roots, root) == roots.end()) roots.push_back(root);
  }
  const std::vector<std::optional<AgentGit>> states = agent_git(setting, view, roots);
  for (size_t i = 0; i < rows.roots.size(); ++i)
    rows.result.rows[i].git = states[static_cast<size_t>(std::ranges::find(roots, rows.roots[i]) - roots.begin())];
}

}  // namespace

base::Result<StatusResult> status(const Setting& setting, const std::vector<std::string>& names, WithGit with_git,
                                  const Voice& voice) {
  const AgentView view = TRY(view_agents(setting, voice));
  if (names.empty() && !view.world) return std::unexpected(view.world.error());
  Rows rows = names.empty() ? rows_of_repository(view) : rows_of_names(view, names, voice);
  if (with_git == WithGit::yes) add_git(setting, view, rows);
  return std::move(rows.result);
}

}  // namespace workflow
