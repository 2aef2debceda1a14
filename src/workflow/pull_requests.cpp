#include "workflow/pull_requests.h"

#include <optional>
#include <tuple>

#include "base/text.h"
#include "git/github/client.h"
#include "git/remote_place.h"
#include "git/upstream.h"

namespace workflow {

namespace {

using git::github::PullRequest;

// A head as GitHub knows it: owner in lower case, and name.
using Head = std::pair<std::string, std::string>;

// What a local branch is on the server: what it tracks, or its own name in the repository of origin.
std::optional<Head> head_of(const git::ConfigFile& config, const std::string& branch) {
  const auto upstream = git::upstream_of(config, branch);
  const std::string remote = upstream ? upstream->remote : "origin";
  const auto place = git::parse_remote_url(git::remote_url(config, remote).value_or(""));
  if (!place) return std::nullopt;
  const std::string name =
      upstream && upstream->merge_ref.starts_with("refs/heads/") ? upstream->merge_ref.substr(11) : branch;
  return Head{base::to_lower(place->owner), name};
}

bool counts_before(const PullRequest& one, const PullRequest& other) {
  const auto rank = [](const PullRequest& request) { return std::tuple(request.state == "OPEN", request.number); };
  return rank(one) > rank(other);
}

}  // namespace

PullRequests pull_requests(const World& world) {
  PullRequests found;
  const auto client =
      git::github::find_client(world.setting.environment, world.repository.main_worktree, world.guest_writable());
  if (!client) return found;
  const auto all = git::github::recent_pull_requests(*client);
  if (!all) return found;
  std::map<Head, const PullRequest*> by_head;
  for (const PullRequest& request : *all) {
    auto& place = by_head[{base::to_lower(request.head_owner), request.head_branch}];
    if (place == nullptr || counts_before(request, *place)) place = &request;
  }
  for (const git::Worktree& worktree : world.worktrees) {
    const auto head = worktree.branch.empty() ? std::nullopt : head_of(world.local, worktree.branch);
    const auto entry = head ? by_head.find(*head) : by_head.end();
    if (entry != by_head.end()) found.emplace(worktree.branch, *entry->second);
  }
  return found;
}

}  // namespace workflow
