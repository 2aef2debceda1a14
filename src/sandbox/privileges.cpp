#include "sandbox/privileges.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/unicode.h"
#include "os/privileged_files.h"

namespace sandbox {
namespace {

// File systems round times; the clock may have been set back a little.
constexpr std::chrono::seconds kSlack{2};
constexpr std::chrono::seconds kPatience{5};

std::string names(const std::vector<std::string>& paths) {
  constexpr size_t kMost = 5;
  std::vector<std::string> shown;
  for (const auto& path : paths) {
    if (shown.size() < kMost) shown.push_back(fmt::format("'{}'", base::sanitise_line(path)));
  }
  const std::string text = base::join(shown, ", ");
  return paths.size() > kMost ? fmt::format("{} and {} more", text, paths.size() - kMost) : text;
}

}  // namespace

std::vector<std::string> strip_privileges(const std::filesystem::path& worktree,
                                          std::chrono::system_clock::time_point began) {
  const auto tree = os::Beneath::open(worktree);
  if (!tree) return {};  // merged and removed from inside
  const auto found = os::strip_privileged_files(*tree, began - kSlack, kPatience);
  std::vector<std::string> lines;
  if (!found.stripped.empty()) {
    lines.push_back(
        fmt::format("The sandbox left programs with the rights of their owner in the worktree; the rights "
                    "were taken from {}",
                    names(found.stripped)));
  }
  if (!found.removed.empty()) {
    lines.push_back(fmt::format("The sandbox left devices in the worktree; removed: {}", names(found.removed)));
  }
  if (!found.complete) {
    lines.push_back(fmt::format("Not all of '{}' could be searched for set-user-id programs and devices",
                                base::sanitise_line(worktree.string())));
  }
  return lines;
}

}  // namespace sandbox
