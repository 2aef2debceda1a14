#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "git/refs.h"
#include "git/status.h"
#include "os/files.h"

namespace git {
namespace {

namespace fs = std::filesystem;

// The commits that the branch has and the base has not, and how many of them have no commit with the same patch there.
struct Extra {
  size_t commits = 0;
  size_t without_twin = 0;
};

// `options`: where objects are looked for. Merge commits never have a twin: what they change beyond their parents would
// be lost.
base::Result<Extra> extra_commits(const Runner& runner, const std::string& base, const std::string& branch,
                                  const RunOptions& options) {
  const std::string text = TRY(runner.output(
      {"rev-list", "--cherry-mark", "--right-only", fmt::format("{}...{}", base, branch), "--"}, options));
  Extra extra;
  for (const std::string& line : base::lines(text)) {
    ++extra.commits;
    if (!line.starts_with('=')) ++extra.without_twin;
  }
  return extra;
}

// For an environment list of directories: git understands C quotes there, so that a colon in a path does no harm.
std::string quoted_directory(const fs::path& path) {
  std::string text = "\"";
  for (const char c : path.string()) {
    if (c == '"' || c == '\\') text += '\\';
    if (c == '\n') {
      text += "\\n";
    } else {
      text += c;
    }
  }
  return text + '"';
}

// Would the branch, pressed into one commit, be a commit that the base has? The commit is made in a scratch directory.
base::Result<bool> squashed_commit_is_known(const Runner& runner, const std::string& base, const std::string& tree,
                                            const std::string& merge_base) {
  std::error_code error;
  const fs::path parent = fs::temp_directory_path(error);
  const fs::path scratch = TRY(os::make_temporary_directory(error ? "/tmp" : parent, "workmux-objects-"));
  RunOptions options;
  options.environment = {
      {"GIT_OBJECT_DIRECTORY", scratch.string()},
      {"GIT_ALTERNATE_OBJECT_DIRECTORIES", quoted_directory(runner.repository().common_dir / "objects")},
      {"GIT_AUTHOR_NAME", "workmux"},
      {"GIT_AUTHOR_EMAIL", "workmux@localhost"},
      {"GIT_COMMITTER_NAME", "workmux"},
      {"GIT_COMMITTER_EMAIL", "workmux@localhost"},
  };
  const auto compare = [&]() -> base::Result<bool> {
    const std::string made = TRY(runner.output({"commit-tree", "-m", "squashed", "-p", merge_base, tree}, options));
    const Extra extra = TRY(extra_commits(runner, base, std::string(base::trim(made)), options));
    return extra.commits > 0 && extra.without_twin == 0;
  };
  auto result = compare();
  (void)os::remove_tree(scratch);
  return result;
}

// Does the base hold the change of the branch in another form (WT-W51)?
base::Result<Merged> compare_contents(const Runner& runner, const std::string& base, const std::string& branch,
                                      const std::string& merge_base) {
  const std::vector<std::string> trees =
      base::lines(TRY(runner.output({"rev-parse", merge_base + "^{tree}", branch + "^{tree}", base + "^{tree}"})));
  if (trees.size() != 3) return base::fail("git rev-parse printed something that is not understood");
  // Commits that change nothing all in all are not found again in any tree.
  const bool changes_something = trees[0] != trees[1];
  if (changes_something && trees[1] == trees[2]) return Merged::equivalent;
  const Extra extra = TRY(extra_commits(runner, base, branch, {}));
  if (extra.commits > 0 && extra.without_twin == 0) return Merged::equivalent;
  if (!changes_something || extra.commits < 2) return Merged::no;
  return TRY(squashed_commit_is_known(runner, base, trees[1], merge_base)) ? Merged::equivalent : Merged::no;
}

}  // namespace

base::Result<std::optional<std::string>> comparison_commit(const Runner& runner, std::string_view base) {
  if (auto commit = TRY(resolve_commit(runner, base))) return commit;
  const auto remote = TRY(find_branch_ref(runner.repository(), std::string("origin/").append(base)));
  return remote ? std::optional<std::string>(remote->id) : std::nullopt;
}

base::Result<Merged> merged_state(const Runner& runner, std::string_view branch, std::string_view base) {
  const Runner shared = runner.without_worktree();
  const auto tip = TRY(resolve_ref(shared.repository(), std::string("refs/heads/").append(branch)));
  if (!tip) return base::fail(fmt::format("Branch '{}' does not exist", base::sanitise_line(branch)));
  // A branch is no base for itself: that would call everything merged.
  if (base == branch) return Merged::unknown_base;
  const auto against = TRY(comparison_commit(shared, base));
  if (!against) return Merged::unknown_base;
  if (*tip == *against) return Merged::yes;
  const std::vector<std::string> question = {"merge-base", *against, *tip};
  const os::Outcome outcome = TRY(shared.run(question));
  const std::string merge_base(base::trim(outcome.output));
  if (outcome.status() == 1 && merge_base.empty()) return Merged::no;  // no common history
  if (!outcome.ok() || !is_object_id(merge_base)) return std::unexpected(failure(question, outcome));
  if (merge_base == *tip) return Merged::yes;
  return compare_contents(shared, *against, *tip, merge_base);
}

base::Result<std::set<std::string, std::less<>>> branches_not_merged(const Runner& runner, std::string_view commit) {
  const std::string text = TRY(runner.without_worktree().output(
      {"for-each-ref", fmt::format("--no-merged={}", commit), "--format=%(refname)", "--", "refs/heads/"}));
  std::set<std::string, std::less<>> branches;
  constexpr std::string_view kHeads = "refs/heads/";
  for (const std::string& line : base::lines(text)) {
    if (line.starts_with(kHeads)) branches.insert(line.substr(kHeads.size()));
  }
  return branches;
}

base::Result<Divergence> divergence(const Runner& runner, std::string_view from, std::string_view to) {
  if (from.starts_with('-') || to.starts_with('-')) return base::fail("A revision starts with '-'");
  const std::string text = TRY(runner.without_worktree().output(
      {"rev-list", "--left-right", "--count", fmt::format("{}...{}", from, to), "--"}));
  const std::vector<std::string> numbers = base::split(base::trim(text), '\t');
  if (numbers.size() != 2) return base::fail("git rev-list printed something that is not understood");
  return Divergence{.ahead = base::parse_integer(numbers[0]).value_or(0),
                    .behind = base::parse_integer(numbers[1]).value_or(0)};
}

}  // namespace git
