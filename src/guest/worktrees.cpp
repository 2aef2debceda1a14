// `list` and `path`: read-only, from the git that the sandbox sees.

#include "guest/worktrees.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "base/text.h"
#include "base/unicode.h"
#include "guest/command.h"
#include "guest/remote.h"
#include "os/files.h"
#include "os/process.h"

namespace guest {

std::vector<Worktree> parse_worktrees(std::string_view porcelain) {
  constexpr std::string_view kPath = "worktree ";
  constexpr std::string_view kBranch = "branch refs/heads/";
  std::vector<Worktree> found;
  for (const std::string_view field : base::split_views(porcelain, '\0')) {
    if (field.starts_with(kPath)) {
      found.push_back({std::string(field.substr(kPath.size())), {}});
    } else if (field.starts_with(kBranch) && !found.empty()) {
      found.back().branch = field.substr(kBranch.size());
    }
  }
  return found;
}

namespace {

std::string handle_of(const Worktree& worktree) {
  return std::filesystem::path(worktree.path).filename().string();
}

base::Result<std::vector<Worktree>> worktrees() {
  os::Command command;
  command.arguments = {"git", "worktree", "list", "--porcelain", "-z"};
  return parse_worktrees(TRY_WITH(os::run_checked(command), "Could not list the worktrees"));
}

std::string table_text(const std::vector<Worktree>& found, const std::string& here) {
  const auto branch_of = [](const Worktree& w) {
    return w.branch.empty() ? "(detached)" : base::sanitise_line(w.branch);
  };
  size_t width = std::string_view("BRANCH").size();
  for (const Worktree& worktree : found) width = std::max(width, base::display_width(branch_of(worktree)));
  std::string text = base::pad_to_width("BRANCH", width) + "  PATH\n";
  for (const Worktree& worktree : found) {
    const std::string path = os::is_within(here, worktree.path) ? "(here)" : base::sanitise_line(worktree.path);
    text += base::pad_to_width(branch_of(worktree), width) + "  " + path + "\n";
  }
  return text;
}

}  // namespace

base::Result<int> run_list(const Context&, const Arguments&) {
  const auto found = TRY(worktrees());
  const auto here = TRY(os::current_directory());
  if (found.empty()) {
    print(STDOUT_FILENO, "No worktrees found\n");
    return 0;
  }
  print(STDOUT_FILENO, table_text(found, here.string()));
  return 0;
}

base::Result<int> run_path(const Context&, const Arguments& arguments) {
  const std::string& name = arguments.positionals.front();
  const auto found = TRY(worktrees());
  auto match = std::ranges::find(found, name, handle_of);
  if (match == found.end()) match = std::ranges::find(found, name, &Worktree::branch);
  if (match == found.end()) {
    return base::fail(fmt::format("Worktree '{}' not found. Use 'workmux list' to see available worktrees.",
                                  base::sanitise_line(name)));
  }
  print(STDOUT_FILENO, match->path + "\n");
  return 0;
}

}  // namespace guest
