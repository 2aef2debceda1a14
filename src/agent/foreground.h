#pragma once
// Whether an agent's program knows the flag that keeps it out of a shared background server (AGT 4.8).

#include <filesystem>

#include "agent/command_line.h"

namespace agent {

// Asks `program --help` once and remembers the answer in `cache` (os::Paths::cache) until the program changes. No for
// an agent without such a flag, or when the program cannot be asked within 5 s.
Foreground knows_foreground_flag(const Profile& profile, const std::filesystem::path& program,
                                 const std::filesystem::path& cache);

}  // namespace agent
