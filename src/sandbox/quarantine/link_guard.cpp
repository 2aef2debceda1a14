#include "sandbox/quarantine/link_guard.h"

#include <fmt/format.h>

#include "git/repository.h"
#include "os/files.h"

namespace sandbox::quarantine {

base::Result<> check_git_link(const Subject& subject) {
  const auto link = subject.worktree / ".git";
  const auto refused = [&](std::string_view why) {
    return base::fail(fmt::format("Refused to start a sandbox: '{}' {}", link.string(), why),
                      "If you moved the repository, run 'git worktree repair' in its main worktree.");
  };
  const auto status = os::status_of(link);
  if (!status) return refused("is missing");
  if (status->type == os::FileType::directory) {
    if (subject.is_main_checkout() && os::real_path(link) == subject.git_dir) return {};
    return refused("is not the git directory that was recorded for this worktree");
  }
  if (status->type != os::FileType::regular) return refused("is neither a directory nor a link file");
  const auto target = TRY(git::read_link_file(link));
  const auto real = os::real_path(target);
  if (!real || *real != subject.git_dir)
    return refused("does not name the git directory that was recorded for this worktree");
  return {};
}

}  // namespace sandbox::quarantine
