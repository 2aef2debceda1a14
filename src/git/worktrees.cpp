#include "git/worktrees.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "git/admin_file.h"
#include "git/ref_store.h"
#include "git/runner.h"
#include "os/files.h"

namespace git {
namespace {

namespace fs = std::filesystem;

constexpr size_t kWorktreeLimit = 10'000;
constexpr std::string_view kHeads = "refs/heads/";

std::string branch_of_ref(std::string_view ref) {
  if (!ref.starts_with(kHeads) || !is_valid_branch_name(ref.substr(kHeads.size()))) return {};
  return std::string(ref.substr(kHeads.size()));
}

// WT-W52: the branch that a running rebase will move when it ends.
void read_rebase_state(Worktree& worktree) {
  for (const char* state : {"rebase-merge", "rebase-apply"}) {
    const fs::path directory = worktree.git_dir / state;
    if (!directory_exists(directory)) continue;
    worktree.rebasing = true;
    const auto name = read_admin_file(directory / "head-name");
    if (!worktree.branch.empty() || !name || !*name) continue;
    worktree.branch = branch_of_ref(**name);
    worktree.detached = worktree.branch.empty();
  }
}

void read_lock(Worktree& worktree) {
  const auto reason = read_admin_file(worktree.git_dir / "locked");
  worktree.locked = !reason || reason->has_value();
  if (reason && *reason) worktree.lock_reason = base::sanitise_line((*reason)->substr(0, (*reason)->find('\n')));
}

// What the admin files say besides HEAD.
void complete(Worktree& worktree) {
  worktree.missing = !directory_exists(worktree.path);
  if (!worktree.bare) read_rebase_state(worktree);
  if (!worktree.is_main) read_lock(worktree);
}

void read_head_into(RefStore& refs, Worktree& worktree) {
  const auto head = refs.head(worktree.git_dir);
  if (head) {
    worktree.branch = head->branch;
    worktree.head = head->id;
  }
  worktree.detached = worktree.branch.empty();
}

Worktree main_entry(const Repository& repository, RefStore& refs) {
  Worktree worktree;
  worktree.path = repository.main_worktree;
  worktree.git_dir = repository.common_dir;
  worktree.is_main = true;
  worktree.bare = repository.bare;
  if (!worktree.bare) read_head_into(refs, worktree);
  complete(worktree);
  return worktree;
}

// The top level that an admin directory names: `gitdir` holds the path of the worktree's `.git`, relative ones are
// relative to the admin directory.
std::optional<fs::path> linked_path(const fs::path& admin) {
  const auto contents = read_admin_file(admin / "gitdir");
  if (!contents || !*contents || (*contents)->empty()) return std::nullopt;
  fs::path link = **contents;
  if (link.is_relative()) link = (admin / link).lexically_normal();
  return link.filename() == ".git" ? link.parent_path() : link;
}

base::Result<std::vector<Worktree>> list_by_process(const Repository& repository) {
  const Runner runner = TRY(Runner::create(repository, os::Environment::current()));
  return parse_worktree_list(repository,
                             TRY(runner.without_worktree().output({"worktree", "list", "--porcelain", "-z"})));
}

// The admin directories by the top level that they name.
std::vector<std::pair<fs::path, fs::path>> admin_directories(const Repository& repository) {
  std::vector<std::pair<fs::path, fs::path>> found;
  const fs::path admin = repository.common_dir / "worktrees";
  for (const std::string& id : os::list_directory(admin)) {
    if (auto path = linked_path(admin / id)) found.emplace_back(*std::move(path), admin / id);
  }
  return found;
}

void take_porcelain_line(Worktree& worktree, std::string_view line) {
  const size_t blank = std::min(line.find(' '), line.size());
  const std::string_view word = line.substr(0, blank);
  const std::string_view rest = line.substr(std::min(blank + 1, line.size()));
  if (word == "worktree") worktree.path = rest;
  if (word == "HEAD" && is_object_id(rest) && rest.find_first_not_of('0') != std::string_view::npos)
    worktree.head = rest;
  if (word == "branch") worktree.branch = branch_of_ref(rest);
  if (word == "detached") worktree.detached = true;
  if (word == "bare") worktree.bare = true;
}

}  // namespace

base::Result<std::vector<Worktree>> list_worktrees(const Repository& repository) {
  if (repository.ref_format != RefFormat::files) return list_by_process(repository);
  RefStore refs(repository);
  std::vector<Worktree> worktrees;
  for (auto& [path, admin] : admin_directories(repository)) {
    if (worktrees.size() >= kWorktreeLimit) {
      return base::fail(
          fmt::format("'{}' lists more than {} worktrees", repository.common_dir.string(), kWorktreeLimit),
          "'git worktree prune' removes entries whose directory is gone.");
    }
    Worktree worktree;
    worktree.path = path;
    worktree.git_dir = admin;
    read_head_into(refs, worktree);
    complete(worktree);
    worktrees.push_back(std::move(worktree));
  }
  std::ranges::sort(worktrees, {},
                    [](const Worktree& worktree) -> const std::string& { return worktree.path.native(); });
  worktrees.insert(worktrees.begin(), main_entry(repository, refs));
  return worktrees;
}

base::Result<std::vector<Worktree>> parse_worktree_list(const Repository& repository, std::string_view porcelain) {
  const auto admins = admin_directories(repository);
  std::vector<Worktree> worktrees;
  Worktree current;
  for (const std::string_view line : base::split_views(porcelain, '\0')) {
    if (!line.empty()) {
      take_porcelain_line(current, line);
      continue;
    }
    Worktree worktree = std::exchange(current, Worktree());
    if (worktree.path.empty()) continue;
    worktree.is_main = worktrees.empty();
    worktree.git_dir = repository.common_dir;
    if (worktree.is_main) worktree.path = repository.main_worktree;
    const auto admin = std::ranges::find(admins, worktree.path, &std::pair<fs::path, fs::path>::first);
    if (!worktree.is_main && admin != admins.end()) worktree.git_dir = admin->second;
    complete(worktree);
    worktrees.push_back(std::move(worktree));
  }
  if (worktrees.empty()) return base::fail("No main worktree found");
  return worktrees;
}

base::Result<Worktree> find_worktree(const std::vector<Worktree>& worktrees, std::string_view argument) {
  for (const Worktree& worktree : worktrees) {
    if (!worktree.bare && worktree.handle() == argument) return worktree;
  }
  if (const auto found = worktree_of_branch(worktrees, argument)) return *found;
  return base::fail(fmt::format("Worktree '{}' not found. Use 'workmux list' to see available worktrees.",
                                base::sanitise_line(argument)));
}

std::optional<Worktree> other_meaning(const std::vector<Worktree>& worktrees, std::string_view argument) {
  const auto first = find_worktree(worktrees, argument);
  if (!first || first->branch == argument) return std::nullopt;
  return worktree_of_branch(worktrees, argument);
}

std::optional<Worktree> worktree_at(const std::vector<Worktree>& worktrees, const fs::path& top_level) {
  for (const Worktree& worktree : worktrees) {
    if (worktree.path == top_level) return worktree;
  }
  const auto wanted = os::real_path(top_level);
  if (!wanted) return std::nullopt;
  for (const Worktree& worktree : worktrees) {
    const auto real = os::real_path(worktree.path);
    if (real && *real == *wanted) return worktree;
  }
  return std::nullopt;
}

base::Result<Worktree> current_worktree(const Repository& repository, const std::vector<Worktree>& worktrees) {
  if (!repository.worktree.empty()) {
    for (const Worktree& worktree : worktrees) {
      if (!worktree.bare && worktree.git_dir == repository.git_dir) return worktree;
    }
    if (auto found = worktree_at(worktrees, repository.worktree); found && !found->bare) return *std::move(found);
  }
  return base::fail("The current directory is in no worktree", "Name a worktree; 'workmux list' shows them.");
}

base::Result<std::string> current_worktree_name(const Repository& repository, const std::vector<Worktree>& worktrees) {
  return TRY(current_worktree(repository, worktrees)).handle();
}

Repository at_worktree(const Repository& repository, const Worktree& worktree) {
  Repository result = repository;
  result.git_dir = worktree.git_dir;
  result.worktree = worktree.bare ? fs::path() : worktree.path;
  return result;
}

std::optional<Worktree> worktree_of_branch(const std::vector<Worktree>& worktrees, std::string_view branch) {
  if (branch.empty()) return std::nullopt;
  for (const Worktree& worktree : worktrees) {
    if (!worktree.bare && worktree.branch == branch) return worktree;
  }
  return std::nullopt;
}

}  // namespace git
