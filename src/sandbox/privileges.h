#pragma once
// What a guest may have left in its worktree that would give rights on the host (SBX E16).

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace sandbox {

// Takes set-user-id and set-group-id bits from files that changed since `began`, and removes devices. Returns lines for
// the user that name them.
std::vector<std::string> strip_privileges(const std::filesystem::path& worktree,
                                          std::chrono::system_clock::time_point began);

}  // namespace sandbox
