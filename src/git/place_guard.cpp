#include "git/place_guard.h"

#include <fmt/format.h>

#include <optional>
#include <string>

#include "base/unicode.h"
#include "git/admin_file.h"
#include "git/record.h"
#include "os/files.h"

namespace git {
namespace {

namespace fs = std::filesystem;

struct Place {
  std::string project_id;
  WorktreeRecord record;
};

// The innermost record around `directory`.
std::optional<Place> recorded_place(const fs::path& state, const fs::path& directory) {
  std::optional<Place> innermost;
  for (const std::string& project : os::list_directory(state / "worktrees")) {
    for (NamedRecord& named : list_records(state / "worktrees" / project).records) {
      if (!os::is_within(directory, named.record.path)) continue;
      if (innermost && innermost->record.path.native().size() >= named.record.path.native().size()) continue;
      innermost = Place{project, std::move(named.record)};
    }
  }
  return innermost;
}

// Does the git directory, which a guest cannot write, name the worktree in its turn?
bool lists_worktree(const Repository& repository) {
  if (repository.git_dir == repository.common_dir) return repository.worktree == repository.main_worktree;
  if (repository.git_dir.parent_path() != repository.common_dir / "worktrees") return false;
  const auto link = read_admin_file(repository.git_dir / "gitdir");
  if (!link || !*link) return false;
  const auto named = os::real_path((repository.git_dir / **link).parent_path());
  return named && *named == repository.worktree;
}

bool is_recorded(const Place& place, const Repository& repository) {
  const fs::path& tree = place.record.path;
  if (repository.project_id != place.project_id || !os::is_within(repository.worktree, tree)) return false;
  if (os::is_within(repository.common_dir, tree) && repository.common_dir != tree / ".git") return false;
  return lists_worktree(repository);
}

}  // namespace

base::Result<> check_place(const fs::path& state, const Repository& repository, const fs::path& directory) {
  const auto place = recorded_place(state, TRY(os::real_path(directory)));
  if (!place || !place->record.sandbox || is_recorded(*place, repository)) return {};
  return base::fail(
      fmt::format("The git directory found in '{}' is not the one that this worktree was created with: '{}'",
                  base::sanitise_line(place->record.path.string()), base::sanitise_line(repository.git_dir.string())),
      "A sandbox can write there, so nothing is run in it. 'git worktree repair', run in the main worktree, restores "
      "the "
      "link of a worktree.");
}

}  // namespace git
