#pragma once
// One mount in the form of the engines' --mount option.

#include <filesystem>
#include <string>

#include "base/result.h"
#include "sandbox/container/runtime.h"

namespace sandbox::container {

enum class Access { read_only, read_write };

// "type=bind,source=S,target=T[,readonly]". docker reads the value as a line of CSV, so a path with a comma or a double
// quote is quoted; podman splits at each comma, so there such a path is refused (SBX 6.2).
base::Result<std::string> bind_option(ContainerRuntime runtime, const std::filesystem::path& source,
                                      const std::filesystem::path& target, Access access);

}  // namespace sandbox::container
