#pragma once
// What GitHub's command line tool tells about pull requests (WT 18).

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace git::github {

struct PullRequest {
  std::int64_t number = 0;
  std::string title;
  std::string state;  // "OPEN", "MERGED", "CLOSED"
  bool is_draft = false;
  std::string author;       // login
  std::string head_branch;  // may be no valid ref name: it comes from outside
  std::string head_owner;   // login; empty when the fork is gone
  std::string url;          // of the pull request; names the repository that it belongs to

  bool operator==(const PullRequest&) const = default;
};

// One object, as `gh pr view --json` prints it; members that were not asked for stay empty. Texts are cleaned of
// control characters. Error: no object.
base::Result<PullRequest> parse_pull_request(std::string_view json);

// An array of them, as `gh pr list --json` prints it; entries without a number are left out. Error: no array.
base::Result<std::vector<PullRequest>> parse_pull_requests(std::string_view json);

}  // namespace git::github
