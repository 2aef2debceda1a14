#pragma once
// `sandbox accept REF`: the user takes over what an import left alone (SBX E1 2 (f), E2).

#include <string_view>
#include <vector>

#include "base/result.h"
#include "sandbox/quarantine/import.h"
#include "sandbox/quarantine/subject.h"

namespace sandbox::quarantine {

// What the last import left alone, for `sandbox status`. Starts no process.
base::Result<std::vector<Held>> held(const Subject& subject);

// Imports with the guard lifted for one ref. `ref` is a full name or a short one ("main", "v1.0", "origin/main"). Its
// objects are checked as always. Errors: nothing of that name is held; refs outside of branches, tags and
// remote-tracking refs, and branches that another worktree has checked out, which cannot be accepted.
base::Result<Report> accept(const Subject& subject, std::string_view ref);

}  // namespace sandbox::quarantine
