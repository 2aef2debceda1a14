#include "agent/resolve.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "base/unicode.h"
#include "os/files.h"

namespace agent {

namespace {

// The project of a linked worktree from its .git file "gitdir: <common dir>/worktrees/<name>".
std::string project_of_link(const std::filesystem::path& root) {
  const auto text = os::read_file(root / ".git", 4096);
  constexpr std::string_view kPrefix = "gitdir:";
  if (!text || !text->starts_with(kPrefix)) return root.filename().string();
  const std::filesystem::path git_dir =
      (root / std::string(base::trim(std::string_view(*text).substr(kPrefix.size())))).lexically_normal();
  if (git_dir.parent_path().filename() != "worktrees") return root.filename().string();
  const std::filesystem::path common = git_dir.parent_path().parent_path();
  // A bare repository is its own main worktree.
  return common.filename() == ".git" ? common.parent_path().filename().string() : common.filename().string();
}

struct Group {
  AgentRoot root;
  std::vector<const LiveAgent*> agents;
};

std::vector<Group> grouped(const ResolveInput& input) {
  std::map<std::filesystem::path, Group> groups;
  std::map<std::string, AgentRoot> known;
  for (const LiveAgent& agent : *input.agents) {
    const auto [root, is_new] = known.try_emplace(agent.state.workdir);
    if (is_new) root->second = input.root_of(agent.state.workdir);
    Group& group = groups[root->second.root];
    group.root = root->second;
    group.agents.push_back(&agent);
  }
  std::vector<Group> result;
  for (auto& [path, group] : groups) result.push_back(std::move(group));
  return result;
}

std::string parent_name(const std::filesystem::path& root) {
  return root.parent_path().filename().string();
}

base::Result<ResolvedAgents> search_everywhere(const ResolveInput& input, std::string_view project,
                                               std::string_view handle) {
  std::vector<Group> matches;
  for (Group& group : grouped(input)) {
    if (group.root.root.filename() != handle) continue;
    if (!project.empty() && parent_name(group.root.root) != project && group.root.project != project) continue;
    matches.push_back(std::move(group));
  }
  if (matches.empty())
    return base::fail(fmt::format("No agent found matching '{}'", base::sanitise_line(input.name)),
                      "`workmux list` shows the worktrees and their agents.");
  if (matches.size() == 1) return ResolvedAgents{.root = matches[0].root.root, .agents = matches[0].agents};

  std::set<std::string> names;
  for (const Group& group : matches) {
    const std::string parent = parent_name(group.root.root);
    names.insert(base::sanitise_line(fmt::format("  {}:{}", parent, group.root.root.filename().string())));
  }
  return base::fail(
      fmt::format("Ambiguous agent name '{}'. Found in multiple projects:\n{}\nUse 'project:handle' to disambiguate.",
                  base::sanitise_line(handle), base::join({names.begin(), names.end()}, "\n")));
}

const NamedWorktree* find_worktree(const ResolveInput& input) {
  const auto by_directory = std::ranges::find_if(
      input.worktrees, [&](const NamedWorktree& tree) { return tree.root.filename() == input.name; });
  if (by_directory != input.worktrees.end()) return &*by_directory;
  const auto by_branch = std::ranges::find(input.worktrees, input.name, &NamedWorktree::branch);
  return by_branch == input.worktrees.end() ? nullptr : &*by_branch;
}

}  // namespace

AgentRoot agent_root_of(const std::filesystem::path& workdir) {
  if (workdir.is_absolute()) {
    for (std::filesystem::path directory = workdir.lexically_normal(); directory.has_relative_path();
         directory = directory.parent_path()) {
      const auto git = os::status_of(directory / ".git");
      if (!git) continue;
      const bool is_link = git->type == os::FileType::regular;
      return {.root = directory, .project = is_link ? project_of_link(directory) : directory.filename().string()};
    }
  }
  return {.root = workdir, .project = workdir.filename().string()};
}

base::Result<ResolvedAgents> resolve_agents(const ResolveInput& input) {
  for (const LiveAgent& agent : *input.agents) {
    if (!input.name.empty() && agent.state.key.pane_id == input.name)
      return ResolvedAgents{.root = input.root_of(agent.state.workdir).root, .agents = {&agent}};
  }
  const size_t colon = input.name.find(':');
  if (colon != std::string_view::npos && colon > 0 && colon + 1 < input.name.size())
    return search_everywhere(input, input.name.substr(0, colon), input.name.substr(colon + 1));

  if (const NamedWorktree* tree = find_worktree(input)) {
    std::vector<std::filesystem::path> roots;
    for (const NamedWorktree& each : input.worktrees) roots.push_back(each.root);
    return ResolvedAgents{.root = tree->root, .agents = agents_of(tree->root, roots, *input.agents)};
  }
  return search_everywhere(input, {}, input.name);
}

base::Result<const LiveAgent*> resolve_agent(const ResolveInput& input) {
  const ResolvedAgents resolved = TRY(resolve_agents(input));
  const LiveAgent* agent = newest(resolved.agents);
  if (agent == nullptr)
    return base::fail(fmt::format("No agent running in worktree '{}'", base::sanitise_line(input.name)),
                      "`workmux open` starts it again.");
  return agent;
}

}  // namespace agent
