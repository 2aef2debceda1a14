// Guard: a project file inside a tree that a guest can write never acts on the host (SBX E5 c).
#include "config/discovery.h"
#include "os/files.h"

namespace config {

bool counts_on_host(const std::filesystem::path& resolved, const std::vector<std::filesystem::path>& guest_writable) {
  for (const std::filesystem::path& tree : guest_writable) {
    const auto real_tree = os::real_path(tree);
    if (os::is_within(resolved, tree) || (real_tree && os::is_within(resolved, *real_tree))) return false;
  }
  return true;
}

}  // namespace config
