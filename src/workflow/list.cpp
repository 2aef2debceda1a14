#include "workflow/list.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <future>
#include <map>
#include <set>

#include "git/quick_look.h"
#include "git/refs.h"
#include "git/status.h"
#include "os/files.h"
#include "os/parallel.h"
#include "workflow/agents.h"
#include "workflow/pull_requests.h"
#include "workflow/sandboxes.h"
#include "workflow/targets.h"

namespace workflow {

namespace {

bool wanted(const git::Worktree& worktree, const std::vector<git::Worktree>& all,
            const std::vector<std::string>& filters) {
  if (filters.empty()) return true;
  return std::ranges::any_of(filters, [&](const std::string& filter) {
    const bool is_handle = std::ranges::any_of(all, [&](const auto& w) { return w.handle() == filter; });
    return is_handle ? worktree.handle() == filter : worktree.branch == filter;
  });
}

// When the directory was made; the file system knows since Linux 4.11.
std::optional<std::int64_t> birth_of(const std::filesystem::path& path) {
  struct statx facts{};
  if (::statx(AT_FDCWD, path.c_str(), AT_SYMLINK_NOFOLLOW, STATX_BTIME, &facts) != 0) return std::nullopt;
  if ((facts.stx_mask & STATX_BTIME) == 0) return std::nullopt;
  return facts.stx_btime.tv_sec;
}

std::optional<std::int64_t> created(const World& world, const git::Worktree& worktree) {
  if (worktree.is_main) return std::nullopt;
  const git::WorktreeRecord* record = world.record_of(worktree.handle());
  if (record != nullptr && record->created_at > 0) return record->created_at;
  return birth_of(worktree.path);
}

std::set<std::string, std::less<>> unmerged_branches(const World& world, const git::Runner& runner,
                                                     const config::Config& config) {
  const auto main = git::default_branch(world.repository, config.main_branch.value_or(""));
  if (!main || world.worktrees.size() < 2) return {};
  const auto commit = git::comparison_commit(runner, *main);
  if (!commit || !*commit) return {};
  auto unmerged =
      git::branches_not_merged(runner.without_worktree(), **commit).value_or(std::set<std::string, std::less<>>{});
  unmerged.erase(*main);
  return unmerged;
}

void count_agents(ListedWorktree& listed, const std::vector<const agent::LiveAgent*>& agents) {
  for (const agent::LiveAgent* agent : agents) {
    if (agent->state.status == agent::Status::working) ++listed.working;
    if (agent->state.status == agent::Status::waiting) ++listed.waiting;
    if (agent->state.status == agent::Status::done) ++listed.done;
  }
}

std::map<std::string, std::string> head_trees(const git::Runner& runner, const std::vector<git::Worktree>& worktrees) {
  std::vector<std::string> heads;
  heads.reserve(worktrees.size());
  for (const git::Worktree& worktree : worktrees) heads.push_back(worktree.head);
  return git::trees_of_commits(runner.without_worktree(), heads).value_or(std::map<std::string, std::string>{});
}

void note_changes(const World& world, const git::Runner& runner, const std::vector<git::Worktree>& shown,
                  std::vector<ListedWorktree>& result) {
  std::vector<char> dirty(shown.size(), 0);
  const auto rules = git::look_rules(world.repository, world.setting.environment, runner.program());
  const auto trees = rules ? head_trees(runner, shown) : std::map<std::string, std::string>{};
  os::parallel_for(shown.size(), [&](size_t i) {
    if (shown[i].missing) return;
    (void)import_work(world, shown[i]);
    const auto tree = world.is_guest_writable(shown[i].path) ? git::Tree::guest_writable : git::Tree::ours;
    if (const auto found = trees.find(shown[i].head); tree == git::Tree::ours && found != trees.end()) {
      const git::Look look = git::look_at(shown[i], found->second, *rules);
      dirty[i] = look == git::Look::dirty ? 1 : 0;
      if (look != git::Look::unclear) return;
    }
    const auto status = git::work_status(runner.at(shown[i]), tree);
    dirty[i] = status && status->dirty() ? 1 : 0;
  });
  for (size_t i = 0; i < shown.size(); ++i) result[i].uncommitted = dirty[i] != 0;
}

}  // namespace

base::Result<std::vector<ListedWorktree>> list(const Setting& setting, const std::vector<std::string>& filters,
                                               Detail detail, AskGitHub github, const Voice& voice) {
  const World world = TRY(look_around(setting));
  const config::Loaded loaded = TRY(load_config(world));
  const git::Runner runner = TRY(git_runner(world));
  // The network takes longer than everything else together.
  std::future<PullRequests> asked;
  if (github == AskGitHub::yes) asked = std::async(std::launch::async, [&world] { return pull_requests(world); });
  std::vector<std::string> warnings;
  mux::Snapshot snapshot;
  std::vector<agent::LiveAgent> agents;
  auto multiplexer = open_multiplexer(setting, &loaded.config, warnings);
  for (const std::string& warning : warnings) voice.warn(warning);
  if (multiplexer) {
    snapshot = (*multiplexer)->snapshot().value_or(mux::Snapshot{});
    agents = live_agents(setting, **multiplexer, snapshot);
  }
  const auto current = multiplexer ? (*multiplexer)->current_pane() : std::nullopt;
  const auto unmerged =
      detail == Detail::table ? unmerged_branches(world, runner, loaded.config) : std::set<std::string, std::less<>>{};
  const std::vector<std::filesystem::path> roots = worktree_roots(world);

  std::vector<ListedWorktree> result;
  std::vector<git::Worktree> shown;
  for (size_t i = 0; i < world.worktrees.size(); ++i) {
    const git::Worktree& worktree = world.worktrees[i];
    if (worktree.bare || !wanted(worktree, world.worktrees, filters)) continue;
    ListedWorktree listed;
    listed.handle = worktree.handle();
    listed.branch = worktree.branch.empty() ? "(detached)" : worktree.branch;
    listed.path = worktree.path;
    listed.is_main = worktree.is_main;
    listed.mode = git::metadata_of(world.local, listed.handle).mode.value_or(git::Mode::window);
    listed.open = find_open(world, loaded.config, snapshot, worktree, current).exists();
    listed.unmerged = unmerged.contains(worktree.branch);
    listed.created_at = created(world, worktree);
    listed.base = git::base_of(world.local, worktree.branch).value_or("");
    count_agents(listed, agent::agents_of(roots[i], roots, agents));
    result.push_back(std::move(listed));
    shown.push_back(worktree);
  }
  if (detail == Detail::json) note_changes(world, runner, shown, result);
  if (asked.valid()) {
    const PullRequests requests = asked.get();
    for (ListedWorktree& listed : result) {
      if (const auto found = requests.find(listed.branch); found != requests.end()) listed.pull_request = found->second;
    }
  }
  return result;
}

}  // namespace workflow
