#pragma once
// What files.copy and files.symlink mean for one source: decided by reading the source only (WT 15.1, 15.2).

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "config/load.h"
#include "git/runner.h"
#include "workflow/file_glob.h"
#include "workflow/world.h"

namespace workflow {

struct PlannedFile {
  enum class Operation { copy, link };
  Operation operation = Operation::copy;
  std::string path;                // below the source root, and below the destination root
  std::string source;              // below the source root, without links in its directories
  std::filesystem::path followed;  // copy of a link: the file or directory it leads to; empty otherwise
};

struct FilePlan {
  std::filesystem::path source_root;   // canonical
  std::filesystem::path relative_dir;  // of the destination root in its worktree
  std::vector<PlannedFile> steps;      // copies, then links, each path once
  std::vector<Glob> copy_excludes;     // hold inside copied directories too
  bool claude_local = false;           // CLAUDE.local.md is there and ignored by git (15.4)
};

// Errors: an invalid pattern; an unreadable directory; "Path traversal detected for <copy|symlink> pattern '<p>'" for a
// match outside the root or reached through a link that leaves it. The last component alone may be a link that leads
// outside, unless git tracks it or a guest can write the source: then it may be a stranger's (WT-W45, SBX E10).
// No process, except one when such a link or CLAUDE.local.md is there.
base::Result<FilePlan> plan_files(const World& world, const git::Runner& runner, const config::Loaded& loaded);

}  // namespace workflow
