#pragma once
// Where `add --pr N` and `add OWNER:BRANCH` start: a branch of somebody's fork (WT 6.5, 7).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "workflow/voice.h"
#include "workflow/world.h"

namespace workflow {

struct RemoteBranch {
  std::string remote;             // "origin", "fork-ada"
  std::string branch;             // its name there
  std::string local;              // and here
  std::int64_t pull_request = 0;  // its number; 0: none
  std::string pull_remote;        // remote or URL that has the pull request
  bool remote_added = false;      // by this call

  std::string tracking() const { return remote + '/' + branch; }
};

// "owner:branch"; nothing for a URL or anything else.
struct ForkName {
  std::string owner;
  std::string branch;
};
std::optional<ForkName> fork_name(std::string_view argument);

enum class Access { look, change };  // change: a remote may be added

// Asks GitHub about the pull request and says what it is. `local` is the wanted name of the local branch; empty: from
// the pull request. Errors: no gh, gh's own text, a head that is no branch name, no repository on a server.
base::Result<RemoteBranch> pull_request_branch(const World& world, std::int64_t number, const std::string& local,
                                               Access access, const Voice& voice);

// The branch of a fork. A pull request of it is told, when GitHub can be asked.
base::Result<RemoteBranch> fork_branch(const World& world, const ForkName& fork, Access access, const Voice& voice);

// Fetches it into its remote-tracking ref. A remote that was added for it goes again when that fails.
base::Result<> fetch_branch(const World& world, const git::Runner& runner, const RemoteBranch& branch);

// A local branch that exists already follows the pull request where that loses nothing; otherwise that is said
// (WT-W21).
base::Result<> follow_pull_request(const git::Runner& runner, const RemoteBranch& branch, const Voice& voice);

}  // namespace workflow
