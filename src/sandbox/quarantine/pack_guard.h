#pragma once
// Guard: how a pack with a guest's objects enters the real repository (SBX E1 2 (b), E27).

#include <filesystem>
#include <string>
#include <vector>

namespace sandbox::quarantine {

// The git call that reads a pack from stdin, computes every object's id from its contents, refuses broken objects and
// links that lead nowhere, and writes `pack` and its index.
std::vector<std::string> checking_call(const std::filesystem::path& pack);

}  // namespace sandbox::quarantine
