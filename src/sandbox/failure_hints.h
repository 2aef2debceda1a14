#pragma once
// What on this machine may have kept an engine from starting a guest (SBX 6.2, 6.11).

#include <filesystem>
#include <string>
#include <vector>

namespace sandbox {

// The exit status with which docker and podman say that the failure is theirs, not the guest's.
inline constexpr int kEngineFailure = 125;

// One line each for what is switched on here: SELinux, AppArmor, limits on user namespaces for ordinary users; what it
// does and how to see whether it is the cause. `system` is the root below which proc and sys are read.
std::vector<std::string> failure_hints(bool ordinary_user, const std::filesystem::path& system = "/");

}  // namespace sandbox
