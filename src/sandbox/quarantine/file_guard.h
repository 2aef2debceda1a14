#pragma once
// Guard: only regular files and directories of a guest-writable git directory count (SBX E26).

#include <optional>
#include <string>

#include "os/files.h"

namespace sandbox::quarantine {

// Why an entry of this type is refused ("is a symbolic link"); nothing for a regular file or a directory.
std::optional<std::string> odd_file(os::FileType type);

}  // namespace sandbox::quarantine
