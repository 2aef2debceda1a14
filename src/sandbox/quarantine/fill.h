#pragma once
// The contents of a new facade (SBX E1 layer 1).

#include <filesystem>

#include "base/result.h"
#include "sandbox/quarantine/layout.h"

namespace sandbox::quarantine {

// Makes the facade's git directory from the real one and notes what both agree on. A kill leaves either no git
// directory or a whole one. `layout.root` and `layout.host` exist; no guest sees them yet.
base::Result<> fill_facade(const Subject& subject, const Layout& layout);

// The settings of the facade: the host's, then those that keep git in the guest from tidying what it does not own.
std::string facade_config(std::string_view host_config);

// Writes the facade's copy of settings again when the host's changed since and the guest's copy is as it was written.
base::Result<> refresh_config(const Subject& subject, const Layout& layout);

}  // namespace sandbox::quarantine
