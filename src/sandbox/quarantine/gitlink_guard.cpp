#include "sandbox/quarantine/gitlink_guard.h"

namespace sandbox::quarantine {

std::vector<std::string> suspicious_gitlinks(const Gitlinks& before, const Gitlinks& after) {
  std::vector<std::string> suspicious;
  for (const auto& [path, commit] : after) {
    const auto old = before.find(path);
    if (old == before.end() || old->second != commit) suspicious.push_back(path);
  }
  return suspicious;
}

}  // namespace sandbox::quarantine
