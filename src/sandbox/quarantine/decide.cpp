#include "sandbox/quarantine/decide.h"

#include <algorithm>

#include "base/unicode.h"
#include "sandbox/quarantine/name_guard.h"
#include "sandbox/quarantine/tip_guard.h"

namespace sandbox::quarantine {

namespace {

// Refs that git keeps for one worktree, or that are the guest's own affair by design: never imported, never shown.
bool is_private(std::string_view name) {
  if (name == "refs/stash") return true;
  return std::ranges::any_of(
      std::initializer_list<std::string_view>{"refs/bisect/", "refs/worktree/", "refs/rewritten/"},
      [&](std::string_view prefix) { return name.starts_with(prefix); });
}

Held held_ref(const std::string& name, const std::string& value, std::string reason) {
  return {.ref = base::sanitise(name), .value = base::sanitise(value).substr(0, 200), .reason = std::move(reason)};
}

void decide_ref(const std::string& name, const Sides& sides, const RefRights& rights, size_t digits,
                Decision& decision) {
  const std::string guest = text_of(sides.guest, name);
  const std::string known = text_of(sides.known, name);
  const std::string host = text_of(sides.host, name);
  if (guest == host) {
    decision.agreed.push_back(name);
    return;
  }
  if (guest.empty() && (!sides.complete || name.starts_with("refs/remotes/")) && !rights.accepted.contains(name))
    return;
  if (is_private(name)) return;
  const auto hold = [&](std::string reason) { decision.held.push_back(held_ref(name, guest, std::move(reason))); };
  if (!acceptable_ref_name(name)) return hold("has a name that is not taken over");
  if (!guest.empty()) {
    if (auto why = refuse_tip(guest, digits)) return hold(*std::move(why));
  }
  if (!symbolic_name(host).empty()) return hold("is a symbolic ref on the host");
  const RefMove move{.name = name, .guest = guest, .known = known, .host = host};
  if (auto why = refuse_move(move, rights)) return hold(*std::move(why));
  const bool host_moved = host != known && !rights.accepted.contains(name);
  if (host_moved && (guest.empty() || host.empty())) return hold("changed on the host meanwhile");
  // Where a part of the facade cannot be read, an older value may show through: nothing is moved back by it.
  const bool doubtful = !sides.complete && !host.empty();
  decision.moves.push_back({.ref = name, .before = host, .after = guest, .must_descend = host_moved || doubtful});
}

const Move* move_of(const std::vector<Move>& moves, std::string_view ref) {
  const auto at = std::ranges::find(moves, ref, &Move::ref);
  return at == moves.end() ? nullptr : &*at;
}

// Whether the host's HEAD may name this branch once the moves are done; the reason when it may not, or nothing and
// `ready` false while the branch does not exist yet.
std::optional<std::string> refuse_head_branch(const Sides& sides, const RefRights& rights,
                                              const std::vector<Move>& moves, const std::string& branch, bool& ready) {
  ready = false;
  if (!branch.starts_with("refs/heads/") || !acceptable_ref_name(branch)) return "names no branch";
  if (rights.elsewhere.contains(branch)) return "names a branch that another worktree has checked out";
  const Move* const move = move_of(moves, branch);
  const std::string guest = text_of(sides.guest, branch);
  if (guest.empty()) return std::nullopt;  // a branch without a commit: follows with the first one
  const std::string host = move != nullptr ? move->after : text_of(sides.host, branch);
  const bool created_now = move != nullptr && move->before.empty();
  if (!created_now && !rights.own.contains(branch) && !rights.created.contains(branch) &&
      !rights.accepted.contains(kHead) && !rights.accepted.contains(branch))
    return "names a branch of the host, not this worktree's own";
  if (host != guest) return "names a branch that was left alone";
  ready = true;
  return std::nullopt;
}

}  // namespace

std::vector<std::string> changed_in_facade(const Sides& sides) {
  std::vector<std::string> names;
  auto guest = sides.guest.begin();
  auto known = sides.known.begin();
  while (guest != sides.guest.end() || known != sides.known.end()) {
    if (known == sides.known.end() || (guest != sides.guest.end() && guest->first < known->first)) {
      names.push_back((guest++)->first);
    } else if (guest == sides.guest.end() || known->first < guest->first) {
      names.push_back((known++)->first);
    } else {
      if (guest->second != known->second) names.push_back(guest->first);
      ++guest;
      ++known;
    }
  }
  return names;
}

HeadMove decide_head(const Sides& sides, const RefRights& rights, size_t digits, const std::vector<Move>& moves,
                     std::vector<Held>& held) {
  const std::string head(kHead);
  const std::string guest = text_of(sides.guest, head);
  const std::string known = text_of(sides.known, head);
  const std::string host = text_of(sides.host, head);
  if (guest == known || guest == host || guest.empty()) return {};
  const auto hold = [&](std::string reason) {
    held.push_back(held_ref(head, guest, std::move(reason)));
    return HeadMove{};
  };
  if (host != known && !rights.accepted.contains(head)) return hold("changed on the host meanwhile");
  const std::string branch(symbolic_name(guest));
  if (branch.empty()) {
    if (auto why = refuse_tip(guest, digits)) return hold(*std::move(why));
    return {.kind = HeadMove::Kind::commit, .before = host, .after = guest};
  }
  bool ready = false;
  if (auto why = refuse_head_branch(sides, rights, moves, branch, ready)) return hold(*std::move(why));
  if (!ready) return {};
  return {.kind = HeadMove::Kind::branch, .before = host, .after = branch};
}

Decision decide(const Sides& sides, const RefRights& rights, size_t digits) {
  Decision decision;
  for (const auto& name : changed_in_facade(sides)) {
    if (name == kHead) {
      if (text_of(sides.guest, name) == text_of(sides.host, name)) decision.agreed.push_back(name);
    } else {
      decide_ref(name, sides, rights, digits, decision);
    }
  }
  decision.head = decide_head(sides, rights, digits, decision.moves, decision.held);
  return decision;
}

}  // namespace sandbox::quarantine
