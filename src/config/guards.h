#pragma once
// The checks that keep a project's file in its place. Each stands in a source of its own (guard_*.cpp).

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.h"
#include "config/load.h"
#include "config/node.h"
#include "config/schema.h"

namespace config {

struct IgnoredKey {
  const Key* key;
  Place place;
  std::string reason = {};
};

// Takes the global-only keys out of a project's tree and names them.
std::vector<IgnoredKey> drop_global_only(Node& project);

// What is wrong with a status icon, in words; empty when nothing is. Style codes `#[...]` come from the user only.
enum class IconAuthor { user, project };
std::string icon_mistake(std::string_view icon, IconAuthor author);

// Takes the icons with mistakes out of a tree and names them with the reason.
std::vector<IgnoredKey> drop_unsafe_icons(Node& root, IconAuthor author);

struct LooseningQuestion {
  const Config& global;  // what the global file alone gives
  const Config& merged;  // what both give
  bool global_sets_backend = false;
  RootEntry root_entry = kDefaultRootEntry;
  std::filesystem::path main_worktree;
  std::filesystem::path home;
};

// The L keys of `project` whose values weaken the sandbox against the global file.
std::vector<IgnoredKey> loosening_values(const Node& project, const LooseningQuestion& question);

// True when content with this hash may act on the host only after approval.
enum class HostExecuting { no, yes };
bool needs_approval(const Sources& sources, ProjectTrust rule, std::string_view hash, HostExecuting host_executing);

}  // namespace config
