#pragma once
// Copilot reads its hooks from the repository: ours are kept out of `git status` by a line in info/exclude (AGT-W14).

#include <filesystem>

#include "base/result.h"

namespace agent::hooks {

// Both change nothing where there is nothing to change, and follow no link.
base::Result<> exclude_copilot_hooks(const std::filesystem::path& common_directory);
base::Result<> include_copilot_hooks(const std::filesystem::path& common_directory);

}  // namespace agent::hooks
