#pragma once
// Where the configuration of a command comes from.

#include "config/load.h"
#include "workflow/world.h"

namespace workflow {

// The global file only: home, directories, $WORKMUX_CONFIG (relative to the working directory; CLI 1.5).
config::Sources global_sources(const Setting& setting);

// The files that count where we are (CLI 5.1); what was approved is added by add_trust (workflow/trust.h).
config::Sources sources_of(const World& world, const std::optional<std::filesystem::path>& explicit_file = {});

// sources_of() inside a repository, global_sources() anywhere else. Never fails: what cannot be read is not there.
config::Sources sources_here(const Setting& setting);

// load_config() inside a repository, the global file alone anywhere else.
base::Result<config::Loaded> load_config_here(const Setting& setting);

}  // namespace workflow
