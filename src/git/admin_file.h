#pragma once
// Reading of git's small one-value files (HEAD, gitdir, commondir, locked, head-name).

#include <filesystem>
#include <optional>
#include <string>

#include "base/result.h"

namespace git {

// The largest admin file that is read, in bytes; a path has at most 4096.
inline constexpr size_t kAdminFileLimit = 16U << 10;

// The contents without trailing white space; nothing when the file is missing. Errors: no regular file, too large,
// unreadable, a NUL byte inside.
base::Result<std::optional<std::string>> read_admin_file(const std::filesystem::path& path);

// True for a directory, links followed.
bool directory_exists(const std::filesystem::path& path);

}  // namespace git
