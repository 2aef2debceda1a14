#pragma once
// Object directories that a repository reads from.

#include <filesystem>
#include <vector>

#include "base/result.h"

namespace sandbox::quarantine {

// `<common_dir>/objects`, then those that it borrows from (objects/info/alternates, at most 5 deep and 32 in all), each
// canonical and once. Missing ones are left out, as git does. Error: the repository's own cannot be read.
base::Result<std::vector<std::filesystem::path>> object_directories(const std::filesystem::path& common_dir);

}  // namespace sandbox::quarantine
