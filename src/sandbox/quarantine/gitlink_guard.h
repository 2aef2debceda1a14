#pragma once
// Guard: a gitlink that appears or moves would make the user's own `git status` enter a repository the guest wrote
// (SBX E1 2 (f), E29).

#include <map>
#include <string>
#include <vector>

namespace sandbox::quarantine {

using Gitlinks = std::map<std::string, std::string, std::less<>>;  // path -> commit

// Paths of gitlinks in `after` that `before` lacks or has with another commit; empty when the tip may be taken over.
std::vector<std::string> suspicious_gitlinks(const Gitlinks& before, const Gitlinks& after);

}  // namespace sandbox::quarantine
