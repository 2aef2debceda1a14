#pragma once
// The facade: a git directory made by the host, one per sandboxed worktree, that the guest sees (read-write) where the
// real one is (SBX E1 layer 1). The host never opens it as a repository; what the guest does in it comes back through
// import() only.

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "sandbox/mount.h"
#include "sandbox/quarantine/subject.h"

namespace sandbox::quarantine {

// Where the guest finds the real objects, read-only: <kGuestObjects>/<project id>, and "-2", "-3", ... appended for the
// object directories that the real one borrows from.
inline constexpr std::string_view kGuestObjects = "/run/workmux/objects";

// Whether a guest may be using the facade while it is prepared.
enum class GuestRuns : std::uint8_t { no, yes };

struct Facade {
  // What the guest must see, in this order, over its view of the worktree. The last one, for a linked worktree, is a
  // file (the `.git` link): a backend that cannot bind files leaves it out.
  std::vector<Mount> mounts;
  // One line each, for the user: what had to be repaired.
  std::vector<std::string> notices;
};

// Makes the facade, or brings an existing one up to date, under its lock: two supervisors of one worktree share one.
// Call import() first, so that nothing of an earlier run is overlooked. With GuestRuns::no, lock files that a killed
// git left in the facade are removed and a facade that the guest damaged (missing or replaced directories) is put aside
// and made anew. One process (the pin of what the guest builds on), none when that pin is already there.
// Errors: the `.git` link does not name the recorded git directory (SBX E3); a ref format other than files; an object
// directory that cannot be read; no space.
base::Result<Facade> prepare(const Subject& subject, GuestRuns guest_runs);

// The mounts of a facade that exists, without changing anything: for `sandbox explain`. Works before prepare(), too.
base::Result<std::vector<Mount>> mounts(const Subject& subject);

// Deletes the facade and its pins, at the end of the worktree. What was not imported is lost. Missing is fine.
base::Result<> remove(const Subject& subject);

}  // namespace sandbox::quarantine
