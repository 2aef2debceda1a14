#include "workflow/name_lists.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "agent/profile.h"
#include "agent/state_store.h"
#include "git/refs.h"
#include "os/files.h"
#include "workflow/sources.h"

namespace workflow {

namespace {

// The top of the work tree that a directory is in: the nearest ancestor with a `.git`, else itself (AGT 7).
std::filesystem::path root_of(const std::filesystem::path& directory) {
  for (std::filesystem::path at = directory; at.has_relative_path(); at = at.parent_path()) {
    if (os::status_of(at / ".git")) return at;
  }
  return directory;
}

config::Config configuration(const Setting& setting) {
  const auto loaded = config::load(sources_here(setting));
  return loaded ? loaded->config : config::Config{};
}

void append(std::vector<std::string>& names, base::Result<std::vector<std::string>> more) {
  if (more) names.insert(names.end(), more->begin(), more->end());
}

std::vector<std::string> branches_of(const git::Repository& repository, RemoteBranches remote) {
  std::vector<std::string> names;
  append(names, git::list_branches(repository));
  if (remote == RemoteBranches::yes) append(names, git::list_remote_branches(repository));
  return names;
}

}  // namespace

std::vector<std::string> worktree_handles(const Setting& setting) {
  std::vector<std::string> names;
  const auto world = look_around(setting);
  if (!world) return names;
  for (const git::Worktree& worktree : world->worktrees) {
    if (!worktree.is_main) names.push_back(worktree.handle());
  }
  return names;
}

std::vector<std::string> agent_targets(const Setting& setting) {
  std::set<std::string> names;
  const auto world = look_around(setting);
  if (!world) return {};
  for (const git::Worktree& worktree : world->worktrees) {
    if (!worktree.bare) names.insert(worktree.handle());
  }
  std::set<std::string> directories;
  for (const agent::AgentState& state : agent::StateStore(setting.paths.state).load_all().agents) {
    directories.insert(state.workdir);
  }
  for (const std::string& directory : directories) {
    const std::filesystem::path root = root_of(directory);
    const std::string handle = root.filename().string();
    if (handle.empty()) continue;
    names.insert(handle);
    names.insert(fmt::format("{}:{}", root.parent_path().filename().string(), handle));
  }
  return {names.begin(), names.end()};
}

std::vector<std::string> free_branches(const Setting& setting) {
  const auto world = look_around(setting);
  if (!world) return {};
  std::vector<std::string> names = branches_of(world->repository, RemoteBranches::yes);
  std::erase_if(names,
                [&](const std::string& name) { return git::worktree_of_branch(world->worktrees, name).has_value(); });
  return names;
}

std::vector<std::string> all_branches(const Setting& setting, RemoteBranches remote) {
  const auto world = look_around(setting);
  return world ? branches_of(world->repository, remote) : std::vector<std::string>{};
}

std::vector<std::string> worktree_branches(const Setting& setting) {
  std::vector<std::string> names;
  const auto world = look_around(setting);
  if (!world) return names;
  const auto main_branch = git::default_branch(world->repository, "");
  for (const git::Worktree& worktree : world->worktrees) {
    const bool is_default = main_branch && worktree.branch == *main_branch;
    if (!worktree.branch.empty() && !is_default) names.push_back(worktree.branch);
  }
  return names;
}

std::vector<std::string> layout_names(const Setting& setting) {
  std::vector<std::string> names;
  for (const auto& [name, layout] : configuration(setting).layouts) names.push_back(name);
  return names;
}

std::vector<std::string> agent_names(const Setting& setting) {
  std::vector<std::string> names;
  for (const auto& [name, agent] : configuration(setting).agents) names.push_back(name);
  for (const agent::Profile& profile : agent::profiles()) {
    if (std::ranges::find(names, profile.name) == names.end()) names.emplace_back(profile.name);
  }
  return names;
}

}  // namespace workflow
