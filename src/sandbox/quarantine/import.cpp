#include "sandbox/quarantine/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "base/unicode.h"
#include "git/refs.h"
#include "os/files.h"
#include "sandbox/quarantine/elsewhere.h"
#include "sandbox/quarantine/importer.h"
#include "sandbox/quarantine/index_file.h"
#include "sandbox/quarantine/objects.h"
#include "sandbox/quarantine/tracking.h"
#include "sandbox/quarantine/update_refs.h"

namespace sandbox::quarantine {

namespace {

std::filesystem::path unfinished_file(const Layout& layout) {
  return layout.host / "index-unfinished";
}

size_t id_length(const Sides& sides) {
  for (const auto* const refs : {&sides.host, &sides.known, &sides.guest}) {
    for (const auto& [name, text] : *refs) {
      if (git::is_object_id(text)) return text.size();
    }
  }
  return 40;
}

void note_value(RefTexts& known, const std::string& name, const std::string& value) {
  if (value.empty()) {
    known.erase(name);
  } else {
    known[name] = value;
  }
}

void note_created(Branches& branches, const std::string& ref, bool existed, bool exists) {
  if (!ref.starts_with("refs/heads/")) return;
  if (!existed && exists) branches.created.insert(ref);
  if (!exists) branches.created.erase(ref);
}

// What a killed import wrote on the host counts as agreed on, so that the guest's next value is no conflict.
void settle_journal(Importer& work, const Pending& pending) {
  for (const auto& [name, value] : pending.refs) {
    if (text_of(work.sides.host, name) != value) continue;
    note_created(work.branches, name, work.sides.known.contains(name), !value.empty());
    note_value(work.sides.known, name, value);
  }
}

// A branch that the user deleted on the host is the host's affair from then on, even under the same name.
void forget_deleted(Importer& work) {
  std::erase_if(work.branches.created, [&](const std::string& name) {
    return work.sides.known.contains(name) && !work.sides.host.contains(name);
  });
}

base::Result<Importer> open_importer(const Subject& subject, const Layout& layout, const os::FileLock& lock,
                                     os::Beneath facade_git) {
  return Importer{.subject = subject,
                  .layout = layout,
                  .lock = lock,
                  .runner = TRY(runner_of(subject)),
                  .facade_git = std::move(facade_git),
                  .sides = {},
                  .rights = {},
                  .branches = TRY(read_branches(layout.host)),
                  .decision = {},
                  .held_before = TRY(read_held(layout.host)),
                  .digits = 40,
                  .index_unfinished = os::status_of(unfinished_file(layout)).has_value(),
                  .report = {},
                  .index_commit = {}};
}

base::Result<> decide_all(Importer& work, const Names& accepted) {
  const auto host = TRY(os::Beneath::open(work.subject.common_dir));
  work.sides.host = TRY(read_ref_texts(host, work.layout.own)).refs;
  settle_journal(work, TRY(read_pending(work.layout.host)));
  forget_deleted(work);
  work.digits = id_length(work.sides);
  work.rights = {.own = work.branches.own,
                 .created = work.branches.created,
                 .elsewhere = branches_elsewhere(work.subject),
                 .accepted = accepted};
  work.decision = decide(work.sides, work.rights, work.digits);
  work.report.held = work.decision.held;
  return {};
}

// Tips that an earlier import held for a reason that only work can find are held again without that work.
void skip_known_refusals(Importer& work) {
  const auto moves = work.decision.moves;
  for (const auto& move : moves) {
    if (!work.rights.accepted.contains(move.ref) && work.held_as_before(move.ref, move.after, kAddsGitlink))
      work.drop_move(move.ref);
  }
  const auto& head = work.decision.head;
  if (head.kind == HeadMove::Kind::commit && !work.rights.accepted.contains(kHead) &&
      work.held_as_before(std::string(kHead), head.after, kAddsGitlink))
    work.drop_move(std::string(kHead));
}

base::Result<> bring_missing_objects(Importer& work) {
  Wanted wanted{.tips = {}, .have = host_tips(work.sides.host), .blobs = {}};
  const std::set<std::string_view> known(wanted.have.begin(), wanted.have.end());
  std::set<std::string> tips;
  for (const auto& move : work.decision.moves) {
    if (!move.after.empty() && !known.contains(move.after)) tips.insert(move.after);
  }
  const auto& head = work.decision.head;
  if (head.kind == HeadMove::Kind::commit && !known.contains(head.after)) tips.insert(head.after);
  wanted.tips.assign(tips.begin(), tips.end());
  const auto brought = TRY(bring_objects(work.layout, work.lock, work.facade_git, work.runner, wanted));
  work.report.objects = brought.objects;
  work.report.processes += brought.processes;
  std::ranges::copy(brought.notices, std::back_inserter(work.report.notices));
  return {};
}

// The branch under the host's HEAD must not be deleted while HEAD stays on it.
void keep_checked_out_branch(Importer& work) {
  const std::string branch(symbolic_name(text_of(work.sides.host, kHead)));
  const auto move = std::ranges::find(work.decision.moves, branch, &Move::ref);
  if (move == work.decision.moves.end() || !move->after.empty()) return;
  if (work.decision.head.kind != HeadMove::Kind::none) return;
  work.hold(branch, {}, "is checked out in this worktree");
  work.drop_move(branch);
}

base::Result<> write_journal(const Importer& work, bool index_due) {
  RefTexts pending;
  for (const auto& move : work.decision.moves) pending[move.ref] = move.after;
  const auto& head = work.decision.head;
  if (head.kind != HeadMove::Kind::none) pending[std::string(kHead)] = text_of(work.sides.guest, kHead);
  if (index_due) TRY(os::write_atomically(unfinished_file(work.layout), "1\n"));
  if (!pending.empty()) TRY(write_pending(work.layout.host, pending));
  return {};
}

// All at once; where git refuses one of them (a branch that is no commit), one by one, so that it does not stop the
// rest.
base::Result<> move_refs(Importer& work) {
  if (work.decision.moves.empty()) return {};
  ++work.report.processes;
  auto all = update_refs(work.runner, work.lock, work.decision.moves);
  if (all) return {};
  constexpr size_t kMostSingly = 64;
  if (work.decision.moves.size() == 1 || work.decision.moves.size() > kMostSingly) return all;
  const auto moves = work.decision.moves;
  for (const auto& move : moves) {
    ++work.report.processes;
    const auto one = update_refs(work.runner, work.lock, {move});
    if (one) continue;
    work.hold(move.ref, move.after,
              base::sanitise_line(one.error().causes.empty() ? one.error().message : one.error().causes.back()));
    work.drop_move(move.ref);
  }
  return {};
}

base::Result<> carry_out(Importer& work, bool index_due) {
  if (work.decision.moves.empty() && work.decision.head.kind == HeadMove::Kind::none && !index_due) return {};
  TRY(write_journal(work, index_due));
  TRY(move_refs(work));
  if (work.decision.head.kind != HeadMove::Kind::none) {
    ++work.report.processes;
    TRY(update_head(work.runner, work.lock, work.decision.head));
    work.report.head_moved = true;
  }
  if (index_due && work.head_commit_after() == work.index_commit) {
    const auto installed = install_index(work.subject.git_dir);
    if (installed) {
      TRY(os::remove_file(unfinished_file(work.layout)));
      work.report.index_rebuilt = true;
    } else {
      work.report.notices.push_back(installed.error().message);  // the next import tries again
    }
  }
  return {};
}

base::Result<> note_outcome(Importer& work) {
  const bool had_accepted = !work.rights.accepted.empty();
  for (const auto& name : work.decision.agreed) note_value(work.sides.known, name, text_of(work.sides.guest, name));
  for (const auto& move : work.decision.moves) {
    note_created(work.branches, move.ref, !move.before.empty(), !move.after.empty());
    note_value(work.sides.known, move.ref, move.after);
    if (had_accepted && work.rights.accepted.contains(move.ref) && move.ref.starts_with("refs/heads/") &&
        !move.after.empty() && work.decision.head.after == move.ref)
      work.branches.own.insert(move.ref);
    work.report.moved.push_back({.ref = move.ref, .before = move.before, .after = move.after});
  }
  // A branch that the user let HEAD go to by name is the worktree's own from now on.
  if (work.report.head_moved && work.rights.accepted.contains(kHead) &&
      work.decision.head.kind == HeadMove::Kind::branch)
    work.branches.own.insert(work.decision.head.after);
  if (work.report.head_moved) note_value(work.sides.known, std::string(kHead), text_of(work.sides.guest, kHead));
  TRY(write_branches(work.layout.host, work.branches));
  TRY(write_known(work.layout.host, work.sides.known));
  return clear_pending(work.layout.host);
}

base::Result<> note_held(Importer& work) {
  for (auto& held : work.report.held) {
    held.shown = std::ranges::any_of(work.held_before, [&](const Held& old) {
      return old.ref == held.ref && old.value == held.value && old.reason == held.reason;
    });
  }
  return write_held(work.layout.host, work.report.held);
}

base::Result<> follow_tracking(Importer& work) {
  const std::string head = text_of(work.sides.known, kHead);
  const auto branch = symbolic_name(head);
  if (!branch.starts_with("refs/heads/")) return {};
  if (!work.branches.own.contains(branch) && !work.branches.created.contains(branch)) return {};
  (void)TRY(import_tracking(work.subject, work.layout, work.facade_git, std::string(branch.substr(11))));
  return {};
}

base::Result<Report> import_changes(Importer& work, const Names& accepted) {
  TRY(decide_all(work, accepted));
  skip_known_refusals(work);
  TRY(clean_up_new_index(work.subject.git_dir));
  TRY(bring_missing_objects(work));
  TRY(check_descent(work));
  const bool index_due = TRY(check_gitlinks(work));
  keep_checked_out_branch(work);
  TRY(carry_out(work, index_due));
  TRY(note_outcome(work));
  TRY(note_held(work));
  TRY(follow_tracking(work));
  return std::move(work.report);
}

}  // namespace

void Importer::hold(const std::string& ref, const std::string& value, std::string reason) {
  report.held.push_back({.ref = ref, .value = value, .reason = std::move(reason)});
}

bool Importer::held_as_before(const std::string& ref, const std::string& value, std::string_view reason) {
  const auto old = std::ranges::find_if(held_before, [&](const Held& held) {
    return held.ref == ref && held.value == value && held.reason.starts_with(reason);
  });
  if (old == held_before.end()) return false;
  hold(ref, value, old->reason);
  return true;
}

void Importer::drop_move(const std::string& ref) {
  std::erase_if(decision.moves, [&](const Move& move) { return move.ref == ref; });
  if (ref == kHead) head_dropped = true;
  if (head_dropped) {
    decision.head = {};
    return;
  }
  std::erase_if(report.held, [](const Held& held) { return held.ref == kHead; });
  decision.head = decide_head(sides, rights, digits, decision.moves, report.held);
}

std::string Importer::head_commit_after() const {
  if (decision.head.kind == HeadMove::Kind::commit) return decision.head.after;
  const std::string host = text_of(sides.host, kHead);
  const std::string branch =
      decision.head.kind == HeadMove::Kind::branch ? decision.head.after : std::string(symbolic_name(host));
  if (branch.empty()) return host;
  const auto move = std::ranges::find(decision.moves, branch, &Move::ref);
  return move != decision.moves.end() ? move->after : resolve_text(sides.host, "ref: " + branch);
}

bool Importer::head_changes() const {
  if (decision.head.kind != HeadMove::Kind::none) return true;
  return head_commit_after() != resolve_text(sides.host, text_of(sides.host, kHead));
}

std::vector<std::string> host_tips(const RefTexts& host) {
  std::set<std::string> ids;
  for (const auto& [name, text] : host) {
    if (git::is_object_id(text)) ids.insert(text);
  }
  return {ids.begin(), ids.end()};
}

base::Result<Report> import_accepting(const Subject& subject, const Names& accepted) {
  const Layout layout = layout_of(subject);
  if (!os::status_of(layout.git)) return Report{};
  const auto lock = TRY(lock_facade(layout));
  auto facade_git = TRY(os::Beneath::open(layout.git));
  auto guest = TRY(read_ref_texts(facade_git, layout.own));
  Importer work = TRY(open_importer(subject, layout, lock, std::move(facade_git)));
  work.sides.guest = std::move(guest.refs);
  work.sides.complete = guest.refused.empty();
  work.report.notices = std::move(guest.refused);
  work.sides.known = TRY(read_known(layout.host));
  const bool unfinished = work.index_unfinished || os::status_of(layout.host / "pending").has_value();
  if (unfinished || !accepted.empty() || !changed_in_facade(work.sides).empty()) return import_changes(work, accepted);
  TRY(note_held(work));
  TRY(follow_tracking(work));
  return std::move(work.report);
}

base::Result<Report> import(const Subject& subject) {
  return import_accepting(subject, {});
}

}  // namespace sandbox::quarantine
