#include <fmt/format.h>

#include "base/unicode.h"
#include "git/record.h"
#include "os/files.h"

namespace git {
namespace {

namespace fs = std::filesystem;

// Canonical as far as the path exists: the directory itself may be gone.
fs::path canonical_path(const fs::path& path) {
  if (auto real = os::real_path(path)) return *std::move(real);
  const auto parent = os::real_path(path.parent_path());
  return parent ? *parent / path.filename() : path.lexically_normal();
}

std::string shown(const fs::path& path) {
  return base::sanitise_line(path.string());
}

bool link_leads_to(const fs::path& link, const fs::path& git_dir) {
  const auto status = os::status_of(link);
  if (!status || status->type != os::FileType::regular) return false;
  const auto target = read_link_file(link);
  return target && canonical_path(*target) == canonical_path(git_dir);
}

}  // namespace

std::optional<std::string> difference(const WorktreeRecord& record, const Worktree& worktree) {
  if (canonical_path(worktree.path) != record.path) {
    return fmt::format("git says it is at '{}', the record says '{}'", shown(worktree.path), shown(record.path));
  }
  if (worktree.branch != record.branch) {
    const auto name = [](const std::string& branch) {
      return branch.empty() ? std::string("no branch") : fmt::format("branch '{}'", base::sanitise_line(branch));
    };
    return fmt::format("it is on {}, the record says {}", name(worktree.branch), name(record.branch));
  }
  const auto directory = os::status_of(record.path);
  if (!directory) return std::nullopt;
  if (directory->type != os::FileType::directory) return fmt::format("'{}' is no directory", shown(record.path));
  if (directory->device != record.dev || directory->inode != record.ino) {
    return fmt::format("'{}' is another directory than the one that was recorded", shown(record.path));
  }
  if (!worktree.is_main && !link_leads_to(record.path / ".git", worktree.git_dir)) {
    return fmt::format("'{}' does not lead to '{}'", shown(record.path / ".git"), shown(worktree.git_dir));
  }
  return std::nullopt;
}

}  // namespace git
