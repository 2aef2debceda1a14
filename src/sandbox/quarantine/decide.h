#pragma once
// The decision of an import, as data: facade, host and the last agreement are compared, the guards asked. Nothing is
// read or changed here.

#include <string>
#include <vector>

#include "sandbox/quarantine/import.h"
#include "sandbox/quarantine/ref_guard.h"
#include "sandbox/quarantine/ref_texts.h"

namespace sandbox::quarantine {

// What the three sides say. `complete`: a ref that the facade lacks was deleted there (nothing was unreadable).
struct Sides {
  RefTexts guest;
  RefTexts known;
  RefTexts host;
  bool complete = true;
};

// A ref that moves if the rest of the import succeeds.
struct Move {
  std::string ref;
  std::string before;  // the host's value now; empty: none
  std::string after;   // empty: delete
  // Both sides moved since they last agreed: only a descendant of the host's value may replace it.
  bool must_descend = false;
};

struct HeadMove {
  enum class Kind : std::uint8_t { none, branch, commit };
  Kind kind = Kind::none;
  std::string before;  // text of the host's HEAD
  std::string after;   // full branch name, or object id
};

struct Decision {
  std::vector<Move> moves;
  HeadMove head;
  std::vector<Held> held;
  std::vector<std::string> agreed;  // names where guest and host say the same but `known` does not yet

  bool nothing() const { return moves.empty() && head.kind == HeadMove::Kind::none && held.empty() && agreed.empty(); }
};

// Names where the facade says something else than the last agreement.
std::vector<std::string> changed_in_facade(const Sides& sides);

// `digits`: length of this repository's object ids.
Decision decide(const Sides& sides, const RefRights& rights, size_t digits);

// The host's HEAD move when the decided moves are final: the branch must exist on the host then, say what the guest's
// says, and be one the guest may move. Called again by import() after a guard held a ref.
HeadMove decide_head(const Sides& sides, const RefRights& rights, size_t digits, const std::vector<Move>& moves,
                     std::vector<Held>& held);

}  // namespace sandbox::quarantine
