#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "base/unicode.h"
#include "os/files.h"
#include "sandbox/quarantine/gitlinks.h"
#include "sandbox/quarantine/importer.h"
#include "sandbox/quarantine/index_file.h"

namespace sandbox::quarantine {

namespace {

base::Result<bool> is_ancestor(Importer& work, const std::string& ancestor, const std::string& descendant) {
  ++work.report.processes;
  git::RunOptions options;
  options.directory = work.subject.git_dir;
  const std::vector<std::string> arguments = {"merge-base", "--is-ancestor", ancestor, descendant};
  const auto outcome = TRY(work.runner.run(arguments, options));
  if (outcome.signal != 0 || outcome.exit_code > 1) return std::unexpected(git::failure(arguments, outcome));
  return outcome.exit_code == 0;
}

std::string reason_for(const std::vector<std::string>& paths) {
  return fmt::format("{}: '{}'{}", kAddsGitlink, base::truncate_to_width(base::sanitise_line(paths.front()), 80),
                     paths.size() > 1 ? fmt::format(" and {} more", paths.size() - 1) : "");
}

base::Result<IndexContents> read_index(const Importer& work, std::string_view name) {
  const auto text = TRY(os::read_file_if_exists(work.subject.git_dir / name, size_t{1} << 30));
  if (!text) return IndexContents{};
  return parse_index(*text, work.digits / 2);
}

// Gitlinks that the host's own index has. Git lists them where entries are not all in the one file.
base::Result<Gitlinks> present_gitlinks(Importer& work) {
  const auto index = TRY(read_index(work, "index"));
  if (!index.split && !index.sparse) return gitlinks_of(index);
  ++work.report.processes;
  Gitlinks links;
  const std::string listing = TRY(work.runner.output({"ls-files", "-s", "-z"}));
  for (const auto line : base::split_views(listing, '\0')) {
    const size_t tab = line.find('\t');
    const auto fields = base::split_views(line.substr(0, tab), ' ');
    if (tab != std::string_view::npos && fields.size() == 3 && fields[0] == "160000")
      links[std::string(line.substr(tab + 1))] = std::string(fields[1]);
  }
  return links;
}

// The branch that the guest's HEAD names, or "HEAD" itself when it names a commit: what is held when its tip is.
std::string head_subject(const Importer& work) {
  if (work.decision.head.kind == HeadMove::Kind::branch) return work.decision.head.after;
  if (work.decision.head.kind == HeadMove::Kind::commit) return std::string(kHead);
  return std::string(symbolic_name(text_of(work.sides.host, kHead)));
}

// Builds the index of the coming HEAD and asks the guard. False: HEAD's tip was dropped.
base::Result<bool> build_and_check(Importer& work) {
  const std::string commit = work.head_commit_after();
  const auto before = TRY(present_gitlinks(work));
  ++work.report.processes;
  TRY(build_index(work.runner, work.lock, work.subject.git_dir, commit));
  work.index_commit = commit;
  const auto after = gitlinks_of(TRY(read_index(work, kNewIndex)));
  const std::string subject = head_subject(work);
  const auto paths = suspicious_gitlinks(before, after);
  // A commit that the host's HEAD names already was let in by an earlier import.
  if (paths.empty() || !work.head_changes() || work.rights.accepted.contains(subject)) return true;
  TRY(clean_up_new_index(work.subject.git_dir));
  work.hold(subject, commit, reason_for(paths));
  work.drop_move(subject);
  return false;
}

base::Result<> check_other_tips(Importer& work, const std::string& checked) {
  const std::string base = resolve_text(work.sides.host, text_of(work.sides.host, kHead));
  const auto have = host_tips(work.sides.host);
  const std::set<std::string_view> known(have.begin(), have.end());
  std::vector<Move> suspects;
  std::vector<std::string> tips;
  Peel peel = Peel::no;
  for (const auto& move : work.decision.moves) {
    const bool is_new = !move.after.empty() && move.after != checked && !known.contains(move.after);
    if (!is_new || base.empty() || work.rights.accepted.contains(move.ref)) continue;
    suspects.push_back(move);
    tips.push_back(move.after);
    // Any ref but a remote-tracking one could be made to name a tag.
    if (!move.ref.starts_with("refs/remotes/")) peel = Peel::yes;
  }
  if (tips.empty()) return {};
  work.report.processes += peel == Peel::yes ? 2 : 1;
  const auto links = TRY(gitlinks_against(work.runner, base, tips, peel));
  for (const auto& move : suspects) {
    const auto found = links.find(move.after);
    const auto paths = found == links.end() ? std::vector<std::string>{} : suspicious_gitlinks({}, found->second);
    if (paths.empty()) continue;
    work.hold(move.ref, move.after, reason_for(paths));
    work.drop_move(move.ref);
  }
  return {};
}

}  // namespace

base::Result<> check_descent(Importer& work) {
  const auto moves = work.decision.moves;
  for (const auto& move : moves) {
    if (!move.must_descend) continue;
    const std::string reason = fmt::format("changed on both sides (host: {})", move.before);
    if (work.held_as_before(move.ref, move.after, reason)) {
      work.drop_move(move.ref);
      continue;
    }
    if (TRY(is_ancestor(work, move.before, move.after))) continue;
    const bool host_contains_it = TRY(is_ancestor(work, move.after, move.before));
    work.drop_move(move.ref);
    if (host_contains_it) {
      work.sides.known[move.ref] = move.after;  // refresh() brings the host's value to the guest
    } else {
      work.hold(move.ref, move.after, reason);
    }
  }
  return {};
}

base::Result<bool> check_gitlinks(Importer& work) {
  std::string checked;
  bool built = false;
  // Twice at most: when HEAD's tip was dropped, an unfinished index of an earlier import may still be due.
  for (int attempt = 0; attempt < 2 && !built; ++attempt) {
    const bool due = work.head_changes() || work.index_unfinished;
    if (!due || work.head_commit_after().empty()) break;
    built = TRY(build_and_check(work));
    if (built) checked = work.head_commit_after();
  }
  TRY(check_other_tips(work, checked));
  return built;
}

}  // namespace sandbox::quarantine
