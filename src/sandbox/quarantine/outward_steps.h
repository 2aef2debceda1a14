#pragma once
// The steps of refresh(), for callers that hold the facade's lock already. Private to the quarantine.

#include "sandbox/quarantine/layout.h"
#include "sandbox/quarantine/outward.h"

namespace sandbox::quarantine {

// refresh() under a lock that the caller holds.
base::Result<Refreshed> refresh_locked(const Subject& subject, const Layout& layout, const os::FileLock& lock);

}  // namespace sandbox::quarantine
