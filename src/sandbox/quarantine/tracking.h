#pragma once
// What the guest's branch follows: the only settings that are ever imported (SBX E1 2 (e), E28).

#include <string>
#include <vector>

#include "base/result.h"
#include "git/config_file.h"
#include "os/beneath.h"
#include "sandbox/quarantine/layout.h"

namespace sandbox::quarantine {

// Sets branch.<branch>.{remote,merge,rebase} of the host to what the facade says, where the tracking guard lets it.
// `branch` is short. Looks at the facade's settings only when their file changed since the last call. No process.
// Returns true when the host's settings changed.
base::Result<bool> import_tracking(const Subject& subject, const Layout& layout, const os::Beneath& facade_git,
                                   const std::string& branch);

// The edits that bring the host's settings in line.
std::vector<git::ConfigEdit> tracking_edits(const git::ConfigFile& guest, const git::ConfigFile& host,
                                            const std::string& branch);

}  // namespace sandbox::quarantine
