#include "git/fresh_worktree.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "git/ref_store.h"
#include "git/refs.h"
#include "os/files.h"

namespace git {
namespace {

namespace fs = std::filesystem;

bool makes_branch(const FreshWorktree& fresh) {
  return fresh.start != Start::existing_branch;
}

bool is_usable_base(const FreshWorktree& fresh) {
  return is_object_id(fresh.base) || (is_valid_ref_name(fresh.base) && fresh.base.starts_with("refs/"));
}

base::Result<> check_request(const Runner& runner, const FreshWorktree& fresh) {
  if (!is_valid_branch_name(fresh.branch)) {
    return base::fail(fmt::format("'{}' is not a valid branch name", base::sanitise_line(fresh.branch)));
  }
  if (!fresh.path.is_absolute()) {
    return base::fail(fmt::format("'{}' is no absolute path", base::sanitise_line(fresh.path.string())));
  }
  // Never an attempt at a place that is taken: undoing it could hit what was there before.
  const auto place = os::status_of(fresh.path);
  if (place && (place->type != os::FileType::directory || !os::list_directory(fresh.path).empty())) {
    return base::fail(fmt::format("'{}' already exists", base::sanitise_line(fresh.path.string())));
  }
  const bool exists = TRY(local_branch_exists(runner.repository(), fresh.branch));
  if (makes_branch(fresh) && exists) return base::fail(fmt::format("Branch '{}' already exists", fresh.branch));
  if (!makes_branch(fresh) && !exists) return base::fail(fmt::format("Branch '{}' does not exist", fresh.branch));
  if (makes_branch(fresh) && !is_usable_base(fresh)) {
    return base::fail(fmt::format("'{}' is neither a commit nor a full ref name", base::sanitise_line(fresh.base)));
  }
  return {};
}

// The entry of the new worktree, if its files say that it is complete: a link to an admin directory of this repository
// whose HEAD is the branch.
base::Result<Worktree> verify(const Repository& repository, const FreshWorktree& fresh) {
  Worktree worktree;
  worktree.path = fresh.path;
  worktree.git_dir = TRY(os::real_path(TRY(read_link_file(fresh.path / ".git"))));
  if (!os::is_within(worktree.git_dir, repository.common_dir / "worktrees")) {
    return base::fail(fmt::format("'{}' belongs to another repository", base::sanitise_line(fresh.path.string())));
  }
  const Head head = TRY(read_head(repository, worktree.git_dir));
  if (head.branch != fresh.branch || head.id.empty()) {
    return base::fail(fmt::format("The new worktree '{}' is not on branch '{}'",
                                  base::sanitise_line(fresh.path.string()), fresh.branch));
  }
  worktree.branch = head.branch;
  worktree.head = head.id;
  return worktree;
}

// Did git refuse because the directory or the branch is somebody else's? Then that one is not ours to remove.
bool refused(const std::string& errors, std::string_view beginning, std::string_view word) {
  const std::vector<std::string> text = base::lines(errors);
  return std::ranges::any_of(text, [&](const std::string& line) {
    return line.starts_with(beginning) && line.find(word) != std::string::npos;
  });
}

// git removes its half-made directory itself, except after a failed hook; a branch that it made always stays.
void undo(const Runner& runner, const FreshWorktree& fresh, const std::string& errors) {
  const RunOptions options{.access = Access::write};
  if (!refused(errors, "fatal: ", "already") && verify(runner.repository(), fresh)) {
    (void)runner.run({"worktree", "remove", "--force", "--", fresh.path.string()}, options);
  }
  if (!makes_branch(fresh) || refused(errors, "fatal: a branch named", "already exists")) return;
  const auto made = local_branch_exists(runner.repository(), fresh.branch);
  if (made && *made) (void)runner.run({"branch", "-D", "--quiet", "--", fresh.branch}, options);
}

}  // namespace

std::vector<std::string> fresh_worktree_arguments(const FreshWorktree& fresh) {
  std::vector<std::string> arguments = {"worktree", "add", "--quiet", "--no-guess-remote"};
  if (!makes_branch(fresh)) {
    arguments.insert(arguments.end(), {"--", fresh.path.string(), fresh.branch});
    return arguments;
  }
  arguments.emplace_back(fresh.start == Start::new_tracking_branch ? "--track" : "--no-track");
  arguments.insert(arguments.end(), {"-b", fresh.branch, "--", fresh.path.string(), fresh.base});
  return arguments;
}

base::Result<Worktree> create_worktree(const Runner& runner, const FreshWorktree& fresh, Hooks hooks) {
  TRY(check_request(runner, fresh));
  const Runner shared = runner.without_worktree();
  const std::vector<std::string> arguments = fresh_worktree_arguments(fresh);
  RunOptions options;
  options.hooks = hooks;
  options.access = Access::write;
  options.network = Network::user;  // a partial clone fetches what the checkout needs
  const os::Outcome outcome = TRY(shared.run(arguments, options));
  if (!outcome.ok()) {
    undo(shared, fresh, outcome.errors);
    return std::unexpected(failure({"worktree add"}, outcome));
  }
  auto worktree = verify(runner.repository(), fresh);
  if (!worktree) undo(shared, fresh, {});
  return worktree;
}

}  // namespace git
