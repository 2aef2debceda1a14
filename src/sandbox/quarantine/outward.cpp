#include "sandbox/quarantine/outward.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "git/refs.h"
#include "os/files.h"
#include "sandbox/quarantine/facade_write.h"
#include "sandbox/quarantine/index_file.h"
#include "sandbox/quarantine/name_guard.h"
#include "sandbox/quarantine/notes.h"
#include "sandbox/quarantine/others.h"
#include "sandbox/quarantine/outward_steps.h"

namespace sandbox::quarantine {

namespace {

constexpr size_t kIndexLimit = size_t{1} << 30;

struct Refreshing {
  const Subject& subject;
  const Layout& layout;
  const os::FileLock& lock;
  os::Beneath git;
  RefTexts guest;
  RefTexts known;
  RefTexts host;
  RefTexts journal;  // of an unfinished import: its refs are not ours to judge
  Branches branches;
  Refreshed result;
  bool notes_changed = false;
};

bool stays_at_home(std::string_view name) {
  return std::ranges::any_of(
      std::initializer_list<std::string_view>{"refs/stash", "refs/bisect/", "refs/worktree/", "refs/rewritten/"},
      [&](std::string_view prefix) { return name.starts_with(prefix); });
}

void note(Refreshing& work, const std::string& name, const std::string& value) {
  work.notes_changed = true;
  if (value.empty()) {
    work.known.erase(name);
    work.branches.created.erase(name);
  } else {
    work.known[name] = value;
  }
}

base::Result<Written> write_ref(Refreshing& work, const std::string& name, const std::string& known,
                                const std::string& host) {
  const std::string path = name == kHead ? work.layout.own_file(kHead) : name;
  if (host.empty()) return delete_ref_locked(work.layout, work.git, path, known);
  return write_locked(work.layout, work.git, path, known, host + "\n");
}

// True when the facade's ref was written.
bool refresh_ref(Refreshing& work, const std::string& name) {
  const std::string host = text_of(work.host, name);
  const std::string known = text_of(work.known, name);
  const std::string guest = text_of(work.guest, name);
  if (host == known || work.journal.contains(name)) return false;
  if (guest == host) {
    note(work, name, host);
    return false;
  }
  if (guest != known) return false;  // the guest has something newer
  if (name != kHead && !acceptable_ref_name(name)) return false;
  if (name == kHead && host.empty()) return false;
  // What the guest put in the way (a link for a directory) is no failure of ours: its facade, its loss.
  const auto written = write_ref(work, name, known, host);
  if (!written || *written != Written::yes) return false;
  note(work, name, host);
  work.result.refs.push_back(name);
  return true;
}

// The host's user switched branches in the worktree: the new one is the worktree's own from now on.
void adopt_branch(Refreshing& work) {
  const std::string head = text_of(work.host, kHead);
  if (const auto branch = symbolic_name(head); branch.starts_with("refs/heads/")) work.branches.own.emplace(branch);
}

// Whether the guest's index holds exactly its former HEAD: then nothing of the guest is lost when the host's replaces
// it.
base::Result<bool> nothing_staged(Refreshing& work, std::string_view index, const std::string& commit) {
  if (commit.empty()) return false;
  const auto contents = parse_index(index, commit.size() / 2);
  if (!contents || contents->split || contents->sparse) return false;
  const auto copy = work.layout.host / "guest-index";
  TRY(os::write_atomically(copy, index));
  git::RunOptions options;
  options.environment = {{"GIT_INDEX_FILE", copy.string()}};
  options.directory = work.subject.git_dir;
  const auto runner = TRY(runner_of(work.subject));
  ++work.result.processes;
  const auto outcome =
      TRY(runner.run({"diff-index", "--cached", "--quiet", "--ignore-submodules=dirty", commit}, options));
  TRY(os::remove_file(copy));
  return outcome.ok();
}

base::Result<> follow_index(Refreshing& work, const std::string& former_commit) {
  const std::string path = work.layout.own_file("index");
  const auto present = work.git.read_if_exists(path, kIndexLimit);
  if (!present) return {};
  const auto index = TRY(os::read_file_if_exists(work.subject.git_dir / "index", kIndexLimit));
  if (!index || *present == *index) return {};
  if (*present && !TRY(nothing_staged(work, **present, former_commit))) return {};
  (void)TRY(write_locked(work.layout, work.git, path, *present, *index));
  return {};
}

base::Result<> refresh_refs(Refreshing& work) {
  const std::string former_commit = resolve_text(work.guest, text_of(work.guest, kHead));
  const std::string guest_branch(symbolic_name(text_of(work.guest, kHead)));
  std::vector<std::string> names;
  for (const auto* const side : {&work.known, &work.host}) {
    for (const auto& [name, text] : *side) {
      if (!stays_at_home(name) && text_of(work.host, name) != text_of(work.known, name)) names.push_back(name);
    }
  }
  std::ranges::sort(names);
  names.erase(std::ranges::unique(names).begin(), names.end());
  // Deletions first: a branch "a" may make room for "a/b".
  std::ranges::stable_partition(names, [&](const std::string& name) { return !work.host.contains(name); });
  bool head_moved = false;
  for (const auto& name : names) {
    const bool head = name == kHead;
    if (head) adopt_branch(work);
    if (refresh_ref(work, name) && (head || name == guest_branch)) head_moved = true;
  }
  if (head_moved) TRY(follow_index(work, former_commit));
  return {};
}

}  // namespace

base::Result<Refreshed> refresh_locked(const Subject& subject, const Layout& layout, const os::FileLock& lock) {
  Refreshing work{.subject = subject,
                  .layout = layout,
                  .lock = lock,
                  .git = TRY(os::Beneath::open(layout.git)),
                  .guest = {},
                  .known = TRY(read_known(layout.host)),
                  .host = {},
                  .journal = TRY(read_pending(layout.host)).refs,
                  .branches = TRY(read_branches(layout.host)),
                  .result = {}};
  TRY(clean_up_locks(layout, work.git));
  work.guest = TRY(read_ref_texts(work.git, layout.own)).refs;
  work.host = TRY(read_ref_texts(TRY(os::Beneath::open(subject.common_dir)), layout.own)).refs;
  TRY(refresh_refs(work));
  // Only for the guest's convenience: where it put links in the way, it does without.
  static_cast<void>(copy_other_worktrees(subject, layout, work.git));
  if (work.notes_changed) {
    TRY(write_known(layout.host, work.known));
    TRY(write_branches(layout.host, work.branches));
  }
  return std::move(work.result);
}

base::Result<Refreshed> refresh(const Subject& subject) {
  const Layout layout = layout_of(subject);
  if (!os::status_of(layout.git)) return Refreshed{};
  const auto lock = TRY(lock_facade(layout));
  return refresh_locked(subject, layout, lock);
}

}  // namespace sandbox::quarantine
