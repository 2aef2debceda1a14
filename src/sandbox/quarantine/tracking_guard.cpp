#include "sandbox/quarantine/tracking_guard.h"

#include <algorithm>

#include "sandbox/quarantine/name_guard.h"

namespace sandbox::quarantine {

bool acceptable_tracking(const Tracking& tracking, const std::vector<std::string>& host_remotes) {
  // A remote may also be a path or a URL: only a name that the host's own settings explain will do.
  if (std::ranges::find(host_remotes, tracking.remote) == host_remotes.end()) return false;
  if (!tracking.merge.starts_with("refs/heads/") || !acceptable_ref_name(tracking.merge)) return false;
  return tracking.rebase.empty() || tracking.rebase == "true" || tracking.rebase == "false" ||
         tracking.rebase == "merges";
}

}  // namespace sandbox::quarantine
