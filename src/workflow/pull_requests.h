#pragma once
// The pull request of each local branch (WT 18).

#include <map>
#include <string>

#include "git/github/pull_request.h"
#include "workflow/world.h"

namespace workflow {

using PullRequests = std::map<std::string, git::github::PullRequest, std::less<>>;

// By local branch, from one question to GitHub; empty without gh, or when it fails. Of several pull requests with one
// head the newest counts, an open one before the others. One of a fork belongs to the branch that tracks the fork
// (WT-W23).
PullRequests pull_requests(const World& world);

}  // namespace workflow
