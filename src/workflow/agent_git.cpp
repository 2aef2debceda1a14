#include "workflow/agent_git.h"

#include <algorithm>
#include <map>
#include <set>

#include "git/metadata.h"
#include "git/refs.h"
#include "git/status.h"
#include "os/files.h"
#include "os/parallel.h"
#include "workflow/sandboxes.h"

namespace workflow {

namespace {

using Branches = std::set<std::string, std::less<>>;

const git::Worktree* worktree_at(const World& world, const std::filesystem::path& root) {
  const auto found = std::ranges::find_if(world.worktrees, [&](const git::Worktree& worktree) {
    return os::real_path(worktree.path).value_or(worktree.path) == root;
  });
  return found == world.worktrees.end() || found->missing || found->bare ? nullptr : &*found;
}

// Branches that are not merged, by base; asked once for each.
class Unmerged {
 public:
  bool holds(const World& world, const git::Runner& runner, const std::string& branch) {
    if (branch.empty()) return false;
    std::string base = git::base_of(world.local, branch).value_or("");
    if (base.empty()) base = git::default_branch(world.repository, "").value_or("");
    if (base.empty() || base == branch) return false;
    const auto key = world.repository.common_dir.native() + '\n' + base;
    const auto [known, is_new] = bases_.try_emplace(key);
    if (is_new) {
      const auto commit = git::comparison_commit(runner, base);
      if (commit && *commit)
        known->second = git::branches_not_merged(runner.without_worktree(), **commit).value_or(Branches{});
    }
    return known->second.contains(branch);
  }

 private:
  std::map<std::string, Branches> bases_;
};

struct Job {
  const World* world = nullptr;
  const git::Worktree* worktree = nullptr;
  std::optional<git::Runner> runner;
  bool unmerged = false;
};

}  // namespace

std::vector<std::optional<AgentGit>> agent_git(const Setting& setting, const AgentView& view,
                                               const std::vector<std::filesystem::path>& roots) {
  std::vector<std::unique_ptr<World>> others;
  std::vector<Job> jobs(roots.size());
  Unmerged unmerged;
  for (size_t i = 0; i < roots.size(); ++i) {
    Job& job = jobs[i];
    job.world = view.world ? &*view.world : nullptr;
    if (job.world != nullptr) job.worktree = worktree_at(*job.world, roots[i]);
    if (job.worktree == nullptr) {
      Setting there = setting;
      there.directory = roots[i];
      auto world = look_around(there);
      if (!world) continue;
      job.world = others.emplace_back(std::make_unique<World>(std::move(*world))).get();
      job.worktree = worktree_at(*job.world, roots[i]);
    }
    if (job.worktree == nullptr) continue;
    auto runner = git_runner(*job.world);
    if (!runner) continue;
    job.unmerged = unmerged.holds(*job.world, *runner, job.worktree->branch);
    job.runner = runner->at(*job.worktree);
  }
  std::vector<std::optional<AgentGit>> result(roots.size());
  os::parallel_for(roots.size(), [&](size_t i) {
    const Job& job = jobs[i];
    if (!job.runner) return;
    (void)import_work(*job.world, *job.worktree);
    const auto tree = job.world->is_guest_writable(job.worktree->path) ? git::Tree::guest_writable : git::Tree::ours;
    const auto status = git::work_status(*job.runner, tree);
    if (!status) return;
    result[i] = AgentGit{.staged = status->staged,
                         .unstaged = status->unstaged || status->conflicted || status->untracked,
                         .unmerged = job.unmerged};
  });
  return result;
}

}  // namespace workflow
