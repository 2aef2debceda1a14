#pragma once
// Remotes and upstreams as the repository's settings name them.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "git/config_file.h"
#include "git/repository.h"

namespace git {

struct Upstream {
  std::string remote;        // "origin"; "." for a local branch
  std::string merge_ref;     // "refs/heads/x" on the remote
  std::string tracking_ref;  // "refs/remotes/origin/x"; empty: the remote has no fetch rule for it
};

// Names of the configured remotes, in order.
std::vector<std::string> list_remotes(const ConfigFile& config);

// remote.<name>.url, the first one; nothing when there is none.
std::optional<std::string> remote_url(const ConfigFile& config, std::string_view remote);

// The configured upstream of a local branch.
std::optional<Upstream> upstream_of(const ConfigFile& config, std::string_view branch);

// True when the branch has an upstream whose tracking ref does not exist (any more).
base::Result<bool> upstream_is_gone(const Repository& repository, const ConfigFile& config, std::string_view branch);

}  // namespace git
