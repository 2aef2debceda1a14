#pragma once
// Takes projects that are gone out of Claude's own settings (CLI 3.21).

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace workflow {

struct PruneResult {
  enum class Found { nothing, no_section, projects };
  Found found = Found::nothing;      // nothing: no such file; no_section: no map `projects` in it
  std::vector<std::string> removed;  // the keys
  size_t total = 0;                  // entries before
  std::filesystem::path backup;      // empty: nothing was changed
};

// Removes the members of `projects` whose key is an absolute path that does not exist, after a copy of the file to
// <file>.bak. The file is replaced at once, with its mode, and a link at its place stays. Errors: no JSON, not
// readable or writable, or changed by somebody else meanwhile; the file is as it was then.
base::Result<PruneResult> prune_claude_projects(const std::filesystem::path& file);

}  // namespace workflow
