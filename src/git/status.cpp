#include "git/status.h"

#include <fmt/format.h>

#include "base/text.h"
#include "git/admin_file.h"
#include "git/refs.h"
#include "os/files.h"

namespace git {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> status_arguments(Tree tree) {
  return {"status",
          "--porcelain=v2",
          "--branch",
          "--ahead-behind",
          "-z",
          "--untracked-files=normal",
          tree == Tree::ours ? "--ignore-submodules=none" : "--ignore-submodules=dirty"};
}

// Settings that would hide changes.
RunOptions status_options() {
  RunOptions options;
  options.settings = {{"core.untrackedCache", "false"}};
  return options;
}

// "# branch.ab +1 -2"
void take_header(WorkStatus& status, std::string_view line) {
  const std::vector<std::string> words = base::split(line, ' ');
  if (words.size() < 3) return;
  if (words[1] == "branch.oid" && is_object_id(words[2])) status.head = words[2];
  if (words[1] == "branch.head" && words[2] != "(detached)") status.branch = words[2];
  if (words[1] == "branch.upstream") status.upstream = words[2];
  if (words[1] == "branch.ab" && words.size() == 4 && words[2].starts_with('+') && words[3].starts_with('-')) {
    status.has_upstream = true;
    status.ahead = base::parse_integer(words[2].substr(1)).value_or(0);
    status.behind = base::parse_integer(words[3].substr(1)).value_or(0);
  }
}

// "1 XY ...": X against HEAD, Y against the index.
struct Entry {
  char kind = 0;
  char staged = '.';
  char unstaged = '.';
};

// Calls `take` for each entry and `header` for each header of NUL-separated porcelain v2.
template <typename Take, typename Header>
base::Result<> each_line(std::string_view porcelain, Take&& take, Header&& header) {
  bool skip = false;  // the old name of a rename has a field of its own
  for (const std::string_view line : base::split_views(porcelain, '\0')) {
    if (std::exchange(skip, false) || line.empty()) continue;
    if (line.starts_with("# ")) {
      header(line);
    } else if (line.size() > 3 && (line[0] == '1' || line[0] == '2' || line[0] == 'u') && line[1] == ' ') {
      take(Entry{.kind = line[0], .staged = line[2], .unstaged = line[3]});
      skip = line[0] == '2';
    } else if (line[0] == '?' || line[0] == '!') {
      take(Entry{.kind = line[0]});
    } else {
      return base::fail("git status printed something that is not understood");
    }
  }
  return {};
}

// A worktree compared with HEAD through an index made for the purpose: no bit, time stamp or cache of the real one is
// believed. Files that are missing do not count: they hold nothing to lose, and a sparse checkout misses many.
base::Result<bool> differs_by_content(const Runner& runner, const std::string& head, Tree tree) {
  std::error_code error;
  const fs::path parent = fs::temp_directory_path(error);
  const fs::path scratch = TRY(os::make_temporary_directory(error ? "/tmp" : parent, "workmux-index-"));
  RunOptions options = status_options();
  options.settings.insert(options.settings.end(), {{"core.sparseCheckout", "false"}, {"core.splitIndex", "false"}});
  options.environment = {{"GIT_INDEX_FILE", (scratch / "index").string()}};
  const auto compare = [&]() -> base::Result<bool> {
    options.access = Access::write;
    if (!head.empty()) TRY(runner.output({"read-tree", head}, options));
    options.access = Access::read;
    bool different = false;
    TRY(each_line(
        TRY(runner.output(status_arguments(tree), options)),
        [&](const Entry& entry) {
          different = different || entry.kind == '?' || (entry.unstaged != '.' && entry.unstaged != 'D');
        },
        [](std::string_view) {}));
    return different;
  };
  auto result = compare();
  (void)os::remove_tree(scratch);
  return result;
}

}  // namespace

base::Result<WorkStatus> parse_status(std::string_view porcelain) {
  WorkStatus status;
  TRY(each_line(
      porcelain,
      [&](const Entry& entry) {
        status.untracked = status.untracked || entry.kind == '?';
        status.conflicted = status.conflicted || entry.kind == 'u';
        if (entry.kind != '1' && entry.kind != '2') return;
        status.staged = status.staged || entry.staged != '.';
        status.unstaged = status.unstaged || entry.unstaged != '.';
      },
      [&](std::string_view line) { take_header(status, line); }));
  return status;
}

base::Result<WorkStatus> work_status(const Runner& runner, Tree tree) {
  const Repository& repository = runner.repository();
  if (repository.worktree.empty()) return base::fail("A bare repository has no status");
  WorkStatus status = TRY(parse_status(TRY(runner.output(status_arguments(tree), status_options()))));
  status.rebasing =
      directory_exists(repository.git_dir / "rebase-merge") || directory_exists(repository.git_dir / "rebase-apply");
  return status;
}

base::Result<bool> has_uncommitted_work(const Runner& runner, Tree tree) {
  const Repository& repository = runner.repository();
  if (!directory_exists(repository.worktree)) return false;
  const WorkStatus status = TRY(work_status(runner, tree));
  if (status.dirty()) return true;
  if (tree == Tree::ours && hidden_index_bits(repository.git_dir / "index") == HiddenBits::none) return false;
  return differs_by_content(runner, status.head, tree);
}

}  // namespace git
