#include "git/guest_trees.h"

#include "git/record.h"
#include "os/files.h"

namespace git {

std::vector<std::filesystem::path> guest_trees(const std::filesystem::path& state) {
  std::vector<std::filesystem::path> trees;
  for (const std::string& project : os::list_directory(state / "worktrees")) {
    for (const NamedRecord& named : list_records(state / "worktrees" / project).records) {
      if (named.record.sandbox) trees.push_back(named.record.path);
    }
  }
  return trees;
}

}  // namespace git
