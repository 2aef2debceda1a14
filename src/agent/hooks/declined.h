#pragma once
// What the user said no to in the first-run wizard: setup.json in the state directory (AGT 4.5).

#include <filesystem>
#include <set>
#include <string>

#include "base/result.h"

namespace agent::hooks {

struct Declined {
  std::set<std::string> hooks = {};  // names of agents (name_of)
  std::set<std::string> skills = {};

  bool operator==(const Declined&) const = default;
};

// Nothing declined when the file is missing or corrupt.
Declined load_declined(const std::filesystem::path& state);

// Replaces both lists; other members of the file stay.
base::Result<> store_declined(const std::filesystem::path& state, const Declined& declined);

}  // namespace agent::hooks
