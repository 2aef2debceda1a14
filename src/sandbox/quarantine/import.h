#pragma once
// The only way back from a facade (SBX E1 layer 2, E2, E26 to E29): tips are read as text, objects are packed and
// indexed again under git's strict checks, refs move by compare-and-swap after the guards, the worktree's HEAD and
// index follow.

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "sandbox/quarantine/subject.h"

namespace sandbox::quarantine {

struct Moved {
  std::string ref;     // full name
  std::string before;  // object id; empty: the ref is new
  std::string after;   // empty: the ref was deleted
};

// Something that the facade says differently from the host and that was left alone.
struct Held {
  std::string ref;     // full name, or "HEAD"; sanitised for terminals where it is no valid name
  std::string value;   // what the facade says: object id, "ref: NAME", or empty for a deletion
  std::string reason;  // one line
  bool shown = false;  // an earlier import already reported exactly this: say it once
};

struct Report {
  std::vector<Moved> moved;
  std::vector<Held> held;
  bool head_moved = false;           // HEAD of the worktree names another branch or commit
  bool index_rebuilt = false;        // from the new HEAD
  std::uint64_t objects = 0;         // brought over
  int processes = 0;                 // child processes that were started
  std::vector<std::string> notices;  // files of the facade that were refused by name, one line each

  bool nothing() const { return moved.empty() && held.empty() && !head_moved && !index_rebuilt; }
};

// Brings over what the guest committed. Idempotent; safe against a kill at any point (the next call finishes) and
// against other importers (lock). When nothing changed since the last one, it reads a few files and starts no process.
// A missing facade is an empty report. Errors: a forged or missing object (no ref is moved then), a facade whose refs
// cannot be read, locks in the real repository that somebody holds.
base::Result<Report> import(const Subject& subject);

}  // namespace sandbox::quarantine
