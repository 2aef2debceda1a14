#include "sandbox/quarantine/gitlinks.h"

#include <algorithm>

#include "base/text.h"
#include "git/refs.h"

namespace sandbox::quarantine {

namespace {

// The commit behind each id; empty where there is none.
base::Result<std::vector<std::string>> peeled(const git::Runner& runner, const std::vector<std::string>& ids) {
  git::RunOptions options;
  options.directory = runner.repository().git_dir;
  for (const auto& id : ids) options.input += id + "^{commit}\n";
  const auto lines = base::lines(TRY(runner.output({"cat-file", "--batch-check=%(objectname)"}, options)));
  std::vector<std::string> commits(ids.size());
  for (size_t i = 0; i < std::min(lines.size(), ids.size()); ++i) {
    if (git::is_object_id(lines[i])) commits[i] = lines[i];
  }
  return commits;
}

}  // namespace

Gitlinks gitlinks_of(const IndexContents& index) {
  Gitlinks links;
  for (const auto& entry : index.entries) {
    if (entry.mode == kGitlink) links[entry.path] = entry.id;
  }
  return links;
}

std::map<std::string, Gitlinks> parse_diff_tree(std::string_view output) {
  std::map<std::string, Gitlinks> links;
  std::string commit;
  const auto parts = base::split_views(output, '\0');
  for (size_t i = 0; i < parts.size(); ++i) {
    if (!parts[i].starts_with(':')) {
      commit = std::string(parts[i]);
      continue;
    }
    // ":old-mode new-mode old-id new-id status", then the path.
    const auto fields = base::split_views(parts[i].substr(1), ' ');
    if (fields.size() == 5 && fields[1] == "160000" && i + 1 < parts.size())
      links[commit][std::string(parts[i + 1])] = std::string(fields[3]);
    ++i;
  }
  return links;
}

base::Result<std::map<std::string, Gitlinks>> gitlinks_against(const git::Runner& runner, const std::string& base,
                                                               const std::vector<std::string>& tips, Peel peel) {
  // Which tip a commit stands for: several tags may name the same one.
  std::map<std::string, std::vector<std::string>> tips_of;
  if (peel == Peel::no) {
    for (const auto& tip : tips) tips_of[tip].push_back(tip);
  } else {
    const auto commits = TRY(peeled(runner, tips));
    for (size_t i = 0; i < tips.size(); ++i) {
      if (!commits[i].empty()) tips_of[commits[i]].push_back(tips[i]);
    }
  }
  git::RunOptions options;
  options.directory = runner.repository().git_dir;
  // A commit followed by another one is compared with that one.
  for (const auto& [commit, names] : tips_of) options.input += commit + " " + base + "\n";
  std::vector<std::string> arguments = {"diff-tree", "--stdin", "-r", "--raw", "-z", "--no-renames"};
  for (const auto& safe : git::safe_diff_arguments()) arguments.push_back(safe);
  arguments.emplace_back("--ignore-submodules=none");
  std::map<std::string, Gitlinks> found;
  if (tips_of.empty()) return found;
  for (const auto& [commit, links] : parse_diff_tree(TRY(runner.output(arguments, options)))) {
    for (const auto& tip : tips_of[commit]) found[tip] = links;
  }
  return found;
}

}  // namespace sandbox::quarantine
