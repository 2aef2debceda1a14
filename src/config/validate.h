#pragma once
// The checks of CLI 6.12 on the merged sandbox keys, done at every load whatever the policy.

#include <string>
#include <string_view>

#include "base/result.h"
#include "config/sandbox_config.h"

namespace config {

// SBX 3.3. Errors: the texts of CLI 6.12.
base::Result<> check_domain(const AllowedDomain& domain);

// SBX 3.4: "HOST[:GUEST][:PERMS]" into its parts. Errors: the texts of CLI 6.12.
base::Result<ContainerDevice> parse_device(std::string_view text);

// "host", "host:guest" or "host:guest:perms"; guest is the host path when only permissions are given.
std::string device_text(const ContainerDevice& device);

base::Result<> check_group(std::string_view group);

// All of them; devices in short form are taken apart in place. Message: "Invalid sandbox network config" or "Invalid
// sandbox container config", the cause says what and where.
base::Result<> validate_sandbox(Sandbox& sandbox);

}  // namespace config
