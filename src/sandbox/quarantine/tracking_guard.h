#pragma once
// Guard: what a branch may follow when the guest says so (SBX E1 2 (e), E28).

#include <string>
#include <string_view>
#include <vector>

namespace sandbox::quarantine {

struct Tracking {
  std::string remote;
  std::string merge;   // full ref name
  std::string rebase;  // empty: not set
};

// True when `remote` is one of the host's remotes by name, `merge` a well-formed branch and `rebase` harmless.
bool acceptable_tracking(const Tracking& tracking, const std::vector<std::string>& host_remotes);

}  // namespace sandbox::quarantine
