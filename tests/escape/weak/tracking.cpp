#define acceptable_tracking real_acceptable_tracking
#include "sandbox/quarantine/tracking_guard.cpp"
#undef acceptable_tracking

#include "weak.h"

namespace sandbox::quarantine {

bool acceptable_tracking(const Tracking& tracking, const std::vector<std::string>& host_remotes) {
  if (weak::is_left_out("tracking")) return true;
  return real_acceptable_tracking(tracking, host_remotes);
}

}  // namespace sandbox::quarantine
