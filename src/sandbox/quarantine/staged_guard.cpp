#include "sandbox/quarantine/staged_guard.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"

namespace sandbox::quarantine {

std::optional<std::string> refuse_staged(const std::vector<IndexEntry>& entries, const Gitlinks& host_gitlinks) {
  for (const auto& entry : entries) {
    const std::string shown = base::truncate_to_width(base::sanitise_line(entry.path), 80);
    if (entry.stage != 0) return fmt::format("'{}' has a conflict that is not resolved", shown);
    const auto parts = base::split_views(entry.path, '/');
    const bool odd_path = std::ranges::any_of(parts, [](std::string_view part) {
      return part.empty() || part == "." || part == ".." || base::equals_ignoring_case(part, ".git");
    });
    if (odd_path) return fmt::format("'{}' is no path of a worktree", shown);
    if (entry.mode == kGitlink) {
      const auto host = host_gitlinks.find(entry.path);
      if (host == host_gitlinks.end() || host->second != entry.id)
        return fmt::format("'{}' is a nested repository that the sandbox added or moved", shown);
    } else if (entry.mode != 0100644 && entry.mode != 0100755 && entry.mode != 0120000) {
      return fmt::format("'{}' is of an unknown kind", shown);
    }
  }
  return std::nullopt;
}

}  // namespace sandbox::quarantine
