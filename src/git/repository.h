#pragma once
// Where a repository is, found by reading files only (WT 4.1, 4.2, 23).

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"
#include "os/environment.h"

namespace git {

// How the repository keeps its refs. `other` (reftable, or a format of the future) makes the readers of refs.h and
// worktrees.h ask git once instead of reading files.
enum class RefFormat : std::uint8_t { files, other };

struct Repository {
  std::filesystem::path common_dir;     // canonical; what `git rev-parse --git-common-dir` means
  std::filesystem::path main_worktree;  // top level of the main worktree, or the bare directory (WT 4.2)
  bool bare = false;                    // the main worktree is bare
  std::filesystem::path worktree;  // top level of where we are; empty in a bare directory or inside a git directory
  std::filesystem::path git_dir;   // canonical; of that worktree: common_dir, or <common_dir>/worktrees/<id>
  std::string project_name;        // last component of main_worktree
  std::string project_id;          // slug of that name, "-", 10 hex digits of SHA-256 of common_dir (WT 2.2)
  RefFormat ref_format = RefFormat::files;

  // The file of the shared ("local") settings.
  std::filesystem::path config_path() const { return common_dir / "config"; }
};

// The repository that `directory` belongs to: walks up to a `.git` directory, a `.git` link file (linked worktree,
// submodule, separate git directory) or a bare repository, as git does; stops at a file system boundary. GIT_DIR and
// its relatives are not asked. Starts no process. `environment` is only asked for the files that may name a
// `safe.directory`, and only when somebody else owns what was found.
// Errors: "Not in a git repository"; a link file that points nowhere (names both ends); an unreadable or oversized
// admin file; a repository of another user without `safe.directory`.
base::Result<Repository> discover(const std::filesystem::path& directory,
                                  const os::Environment& environment = os::Environment::current());

// The id of a project in host state (WT 2.2). `common_dir` must be canonical.
std::string project_id(std::string_view project_name, const std::filesystem::path& common_dir);

// True when `directory` looks like a git directory: a valid HEAD, `objects` and `refs` (its own, or its common dir's).
bool is_git_directory(const std::filesystem::path& directory);

// The target of a `.git` link file ("gitdir: PATH"), relative ones resolved against the file's directory, not
// canonical. Errors: no regular file, larger than 16 KiB, not in that form.
base::Result<std::filesystem::path> read_link_file(const std::filesystem::path& file);

// The common dir of a git directory: what its `commondir` file names, else itself. Canonical.
base::Result<std::filesystem::path> common_dir_of(const std::filesystem::path& git_dir);

}  // namespace git
