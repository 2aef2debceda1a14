// Guard: keys that only the user's own global file may set are taken out of a project's tree (CLI 5.4, SBX 3).
#include "config/guards.h"
#include "config/merge.h"

namespace config {

std::vector<IgnoredKey> drop_global_only(Node& project) {
  std::vector<IgnoredKey> dropped;
  for_each_key(project, [&](const Key& key, const Node& value) {
    if (key.scope == Scope::global) dropped.push_back({&key, value.place, {}});
  });
  for (const IgnoredKey& ignored : dropped) erase_path(project, ignored.key->path);
  return dropped;
}

}  // namespace config
