#pragma once
// Questions to GitHub through its command line tool, which knows the user's login (WT 18.1).

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "git/github/pull_request.h"
#include "os/environment.h"

namespace git::github {

struct Client {
  std::filesystem::path program;
  os::Environment environment;
  std::filesystem::path directory;  // in the repository; never one that a guest can write
};

// Nothing when `gh` is not on PATH; entries of PATH in one of `untrusted` are skipped (SBX E19).
std::optional<Client> find_client(const os::Environment& environment, const std::filesystem::path& directory,
                                  const std::vector<std::filesystem::path>& untrusted);

// `gh pr view N`. Error: gh's own text.
base::Result<PullRequest> view_pull_request(const Client& client, std::int64_t number);

// Pull requests whose head is a branch of this name, of whatever repository and state.
base::Result<std::vector<PullRequest>> pull_requests_of(const Client& client, std::string_view head_branch);

// The newest 200, of every state.
base::Result<std::vector<PullRequest>> recent_pull_requests(const Client& client);

}  // namespace git::github
