#include "sandbox/quarantine/others.h"

#include <fmt/format.h>

#include <algorithm>

#include "os/files.h"
#include "sandbox/quarantine/elsewhere.h"
#include "sandbox/quarantine/facade_write.h"

namespace sandbox::quarantine {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMark = "workmux: a worktree of the host\n";
constexpr size_t kLimit = 64U << 10;

base::Result<> copy_admin_file(const Layout& layout, const os::Beneath& git, const fs::path& from,
                               const std::string& to) {
  const auto text = TRY(os::read_file_if_exists(from, kLimit));
  if (!text) return {};
  const auto present = git.read_if_exists(to, kLimit);
  if (!present) return {};  // something odd of the guest's own making
  if (*present && **present == *text) return {};
  (void)TRY(write_locked(layout, git, to, *present, *text));
  return {};
}

base::Result<> copy_worktree(const Layout& layout, const os::Beneath& git, const fs::path& from,
                             const std::string& to) {
  const auto status = git.status(to);
  if (status && status->type != os::FileType::directory) return {};
  if (!status) {
    TRY(git.make_directories(to, 0755));
    TRY(git.create(to + "/locked", kMark, 0644));
  }
  for (const auto* const name : {"gitdir", "commondir", "HEAD"}) {
    TRY(copy_admin_file(layout, git, from / name, fmt::format("{}/{}", to, name)));
  }
  return {};
}

// Only entries with our mark: the guest may have made worktrees of its own.
base::Result<> drop_vanished(const Subject& subject, const Layout& layout, const os::Beneath& git) {
  const auto names = git.list("worktrees");
  if (!names) return {};
  for (const auto& name : *names) {
    const std::string path = "worktrees/" + name;
    if (path == layout.own || os::status_of(subject.common_dir / path)) continue;
    const auto mark = git.read_if_exists(path + "/locked", kLimit);
    if (mark && *mark && **mark == kMark) TRY(git.remove_tree(path));
  }
  return {};
}

}  // namespace

base::Result<> copy_other_worktrees(const Subject& subject, const Layout& layout, const os::Beneath& git) {
  if (!subject.is_main_checkout()) TRY(copy_admin_file(layout, git, subject.common_dir / "HEAD", "HEAD"));
  for (const auto& directory : other_admin_directories(subject)) {
    if (directory == subject.common_dir) continue;
    TRY(copy_worktree(layout, git, directory, "worktrees/" + directory.filename().string()));
  }
  return drop_vanished(subject, layout, git);
}

}  // namespace sandbox::quarantine
