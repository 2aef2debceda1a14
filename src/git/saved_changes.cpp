#include "git/saved_changes.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "os/beneath.h"
#include "os/files.h"

namespace git {
namespace {

namespace fs = std::filesystem;

// Who wrote it does not matter, and `commit-tree` refuses to work without a name.
const std::vector<std::pair<std::string, std::string>> kNobody = {
    {"GIT_AUTHOR_NAME", "workmux"},
    {"GIT_AUTHOR_EMAIL", "workmux@localhost"},
    {"GIT_COMMITTER_NAME", "workmux"},
    {"GIT_COMMITTER_EMAIL", "workmux@localhost"},
};

// An index of our own, for as long as this lives. Not in the git directory, where a kill would leave it for good.
class TemporaryIndex {
 public:
  static base::Result<TemporaryIndex> create(const Runner& runner) {
    return TemporaryIndex(runner, TRY(os::make_temporary_directory(fs::temp_directory_path(), "workmux-index-")));
  }
  TemporaryIndex(TemporaryIndex&& other) noexcept
      : runner_(other.runner_), directory_(std::exchange(other.directory_, fs::path())) {}
  TemporaryIndex& operator=(TemporaryIndex&&) = delete;
  ~TemporaryIndex() {
    if (!directory_.empty()) (void)os::remove_tree(directory_);
  }

  RunOptions options(std::string input = {}) const {
    RunOptions options;
    options.access = Access::write;
    options.input = std::move(input);
    options.environment = {{"GIT_INDEX_FILE", (directory_ / "index").string()}};
    return options;
  }
  base::Result<std::string> write_tree() const {
    return std::string(base::trim(TRY(runner_.output({"write-tree"}, options()))));
  }

 private:
  TemporaryIndex(const Runner& runner, fs::path directory) : runner_(runner), directory_(std::move(directory)) {}
  const Runner& runner_;
  fs::path directory_;
};

// The objects that names which we built stand for.
base::Result<std::vector<std::string>> ids(const Runner& runner, std::vector<std::string> names) {
  const size_t count = names.size();
  names.insert(names.begin(), "rev-parse");
  auto found = base::lines(TRY(runner.output(names)));
  if (found.size() != count) return base::fail("git rev-parse gave no valid answer");
  return found;
}

base::Result<std::string> make_commit(const Runner& runner, const std::string& tree,
                                      const std::vector<std::string>& parents) {
  std::vector<std::string> words = {"commit-tree", tree, "-m", "workmux: moving changes"};
  for (const auto& parent : parents) words.insert(words.end(), {"-p", parent});
  RunOptions options;
  options.access = Access::write;
  options.environment = kNobody;
  return std::string(base::trim(TRY(runner.output(words, options))));
}

base::Result<std::vector<std::string>> untracked_files(const Runner& runner) {
  std::vector<std::string> files;
  for (auto& name : base::split(TRY(runner.output({"ls-files", "--others", "--exclude-standard", "-z"})), '\0')) {
    if (!name.empty() && !name.ends_with('/')) files.push_back(std::move(name));
  }
  return files;
}

std::string zero_terminated(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text.append(name).push_back('\0');
  return text;
}

base::Result<std::string> tree_of_files(const Runner& runner, const std::vector<std::string>& files) {
  const auto index = TRY(TemporaryIndex::create(runner));
  TRY(runner.output({"update-index", "--add", "-z", "--stdin"}, index.options(zero_terminated(files))));
  return index.write_tree();
}

// The tracked part, as `git stash` makes it; empty when there is none.
base::Result<std::string> tracked_part(const Runner& runner) {
  RunOptions options;
  options.access = Access::write;
  options.environment = kNobody;
  return std::string(base::trim(TRY(runner.output({"stash", "create", "workmux: moving changes"}, options))));
}

// A stash commit whose third parent holds the untracked files.
base::Result<std::string> with_untracked(const Runner& runner, const std::string& head, const std::string& tracked,
                                         const std::vector<std::string>& files) {
  std::string tree;
  std::string index;
  if (tracked.empty()) {
    tree = TRY(ids(runner, {head + "^{tree}"})).front();
    index = TRY(make_commit(runner, tree, {head}));
  } else {
    auto parts = TRY(ids(runner, {tracked + "^{tree}", tracked + "^2"}));
    tree = std::move(parts[0]);
    index = std::move(parts[1]);
  }
  const std::string extra = TRY(make_commit(runner, TRY(tree_of_files(runner, files)), {}));
  return make_commit(runner, tree, {head, index, extra});
}

base::Result<std::string> head_of(const Runner& runner) {
  const auto outcome = TRY(runner.run({"rev-parse", "--verify", "--quiet", "HEAD"}));
  if (outcome.ok()) return std::string(base::trim(outcome.output));
  return base::fail("There is no commit yet that the changes could be based on", "Make a first commit.");
}

// What a stash commit holds, whoever made it and when.
base::Result<std::vector<std::string>> trees_of(const Runner& runner, const SavedChanges& changes) {
  std::vector<std::string> names = {changes.commit + "^{tree}", changes.commit + "^2^{tree}"};
  if (!changes.untracked.empty()) names.push_back(changes.commit + "^3^{tree}");
  return ids(runner, std::move(names));
}

std::vector<std::string> patch_arguments(const SavedChanges& changes) {
  std::vector<std::string> words = {"diff-tree", "-p", "--binary", "--full-index", "--no-renames"};
  for (auto& word : safe_diff_arguments()) words.push_back(std::move(word));
  words.insert(words.end(), {changes.head, changes.commit});
  return words;
}

base::Result<os::Outcome> apply_in_reverse(const Runner& runner, const std::string& patch,
                                           const std::vector<std::string>& how) {
  std::vector<std::string> words = {"apply", "--reverse", "--whitespace=nowarn"};
  words.insert(words.end(), how.begin(), how.end());
  RunOptions options;
  options.access = Access::write;
  options.input = patch;
  return runner.run(words, options);
}

// Chosen hunks that were staged are unstaged, file by file; where that cannot be done they stay staged.
base::Result<> take_out_of_index(const Runner& runner, const SavedChanges& changes) {
  const auto staged = base::split(TRY(runner.output({"diff-index", "--cached", "--name-only", "-z", "HEAD"})), '\0');
  for (const auto& path : staged) {
    if (path.empty()) continue;
    auto words = patch_arguments(changes);
    words.insert(words.end(), {"--", ":(top,literal)" + path});
    const auto patch = TRY(runner.output(words));
    if (!patch.empty()) (void)TRY(apply_in_reverse(runner, patch, {"--cached"}));
  }
  return {};
}

base::Result<TakenOut> take_out_chosen(const Runner& runner, const SavedChanges& changes) {
  const auto patch = TRY(runner.output(patch_arguments(changes)));
  if (!TRY(apply_in_reverse(runner, patch, {})).ok()) return TakenOut::changed_meanwhile;
  TRY(take_out_of_index(runner, changes));
  return TakenOut::yes;
}

base::Result<> remove_files(const fs::path& top, const std::vector<std::string>& files) {
  const auto tree = TRY(os::Beneath::open(top));
  for (const auto& file : files) {
    TRY(tree.remove(file));
    for (fs::path parent = fs::path(file).parent_path(); !parent.empty(); parent = parent.parent_path()) {
      const auto names = tree.list(parent.native());
      if (!names || !names->empty()) break;
      TRY(tree.remove_tree(parent.native()));
    }
  }
  return {};
}

base::Result<TakenOut> take_out_whole(const Runner& runner, const SavedChanges& changes) {
  const auto now = TRY(save_changes(runner, changes.untracked.empty() ? Untracked::leave : Untracked::include));
  const bool same = now && now->head == changes.head && now->untracked == changes.untracked &&
                    TRY(trees_of(runner, *now)) == TRY(trees_of(runner, changes));
  if (!same) return TakenOut::changed_meanwhile;
  RunOptions options;
  options.access = Access::write;
  TRY(runner.output({"reset", "--hard", "--quiet", changes.head}, options));
  TRY(remove_files(runner.repository().worktree, changes.untracked));
  return TakenOut::yes;
}

}  // namespace

base::Result<std::optional<SavedChanges>> save_changes(const Runner& runner, Untracked untracked) {
  SavedChanges changes{.commit = {}, .head = TRY(head_of(runner)), .untracked = {}};
  changes.commit = TRY(tracked_part(runner));
  if (untracked == Untracked::include) changes.untracked = TRY(untracked_files(runner));
  if (changes.commit.empty() && changes.untracked.empty()) return std::nullopt;
  if (!changes.untracked.empty()) {
    changes.commit = TRY(with_untracked(runner, changes.head, changes.commit, changes.untracked));
  }
  return changes;
}

base::Result<std::optional<SavedChanges>> choose_changes(const Runner& runner, Untracked untracked) {
  SavedChanges changes{.commit = {}, .head = TRY(head_of(runner)), .untracked = {}, .whole = false};
  const auto index = TRY(TemporaryIndex::create(runner));
  TRY(runner.output({"read-tree", changes.head}, index.options()));
  if (untracked == Untracked::include) {
    const auto files = TRY(untracked_files(runner));
    const std::vector<std::string> words = {"--literal-pathspecs", "add", "--intent-to-add", "--pathspec-from-file=-",
                                            "--pathspec-file-nul"};
    if (!files.empty()) TRY(runner.output(words, index.options(zero_terminated(files))));
  }
  auto asking = index.options();
  asking.terminal = Terminal::inherit;
  if (const auto outcome = TRY(runner.run({"add", "--patch"}, asking)); !outcome.ok()) {
    return std::unexpected(failure({"add --patch"}, outcome));
  }
  const std::string tree = TRY(index.write_tree());
  const std::string before = TRY(ids(runner, {changes.head + "^{tree}"})).front();
  if (tree == before) return std::nullopt;
  changes.commit = TRY(make_commit(runner, tree, {changes.head, TRY(make_commit(runner, before, {changes.head}))}));
  const auto patch = TRY(runner.output(patch_arguments(changes)));
  const auto check = TRY(apply_in_reverse(runner, patch, {"--check"}));
  if (check.ok()) return changes;
  auto error = failure({"apply"}, check);
  error.message = "The chosen hunks cannot be taken out without the others";
  error.hint = "Nothing was changed. Choose the hunks next to them, too.";
  return std::unexpected(std::move(error));
}

base::Result<> apply_changes(const Runner& runner, const SavedChanges& changes) {
  RunOptions options;
  options.access = Access::write;
  if (changes.whole) {
    if (TRY(runner.run({"stash", "apply", "--quiet", "--index", changes.commit}, options)).ok()) return {};
    // What was staged may not fit where the whole does. The worktree is clean but for what this attempt left.
    TRY(runner.output({"reset", "--hard", "--quiet", "HEAD"}, options));
    TRY(runner.output({"clean", "-d", "--force", "--quiet"}, options));
  }
  TRY(runner.output({"stash", "apply", "--quiet", changes.commit}, options));
  return {};
}

base::Result<TakenOut> take_out_changes(const Runner& runner, const SavedChanges& changes) {
  return changes.whole ? take_out_whole(runner, changes) : take_out_chosen(runner, changes);
}

}  // namespace git
