#pragma once
// Guard: where git may look for a guest's objects (SBX E1 2 (b), E26, E27).

#include <filesystem>

namespace sandbox::quarantine {

// Of the object directory that the guest writes and its host-only mirror, the one that git is pointed at: the mirror,
// where no link leads elsewhere and no alternates file is followed.
std::filesystem::path objects_for_git(const std::filesystem::path& of_guest, const std::filesystem::path& mirror);

}  // namespace sandbox::quarantine
