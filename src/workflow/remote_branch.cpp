#include "workflow/remote_branch.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "git/config_file.h"
#include "git/github/client.h"
#include "git/refs.h"
#include "git/remote_place.h"
#include "git/upstream.h"

namespace workflow {

namespace {

using git::github::PullRequest;

constexpr const char* kOrigin = "origin";

bool same_name(std::string_view one, std::string_view other) {
  return base::to_lower(one) == base::to_lower(other);
}

std::optional<git::github::Client> client_of(const World& world) {
  // The main worktree: no guest writes there, and gh starts git by itself.
  return git::github::find_client(world.setting.environment, world.repository.main_worktree, world.guest_writable());
}

std::optional<git::RemotePlace> place_of_origin(const World& world) {
  return git::parse_remote_url(git::remote_url(world.local, kOrigin).value_or(""));
}

// "https://host/owner/repo/pull/7": the repository that the number counts in (WT-W20).
std::optional<git::RemotePlace> place_of_pull_request(const PullRequest& request) {
  const size_t end = request.url.rfind("/pull/");
  return end == std::string::npos ? std::nullopt : git::parse_remote_url(request.url.substr(0, end));
}

base::Result<> check_branch(const std::string& name) {
  if (git::is_valid_branch_name(name)) return {};
  return base::fail(fmt::format("'{}' is not a valid branch name", base::sanitise_line(name)));
}

struct Remote {
  std::string name;
  bool added = false;
};

// The remote of `owner`'s fork of the repository at `place`, added when there is none (WT 7.3).
base::Result<Remote> fork_remote(const World& world, const git::RemotePlace& place, const std::string& owner,
                                 Access access) {
  auto fork = place;
  fork.owner = owner;
  if (auto known = git::remote_at(world.local, fork)) return Remote{*std::move(known), false};
  const std::string name = "fork-" + owner;
  const std::string url = git::url_of_fork(place, owner);
  const auto configured = git::remote_url(world.local, name);
  if (configured == url || access == Access::look) return Remote{name, false};
  TRY(git::edit_config(world.repository.config_path(),
                       {git::ConfigEdit::set(git::config_key("remote", name, "url"), url),
                        git::ConfigEdit::set(git::config_key("remote", name, "fetch"),
                                             fmt::format("+refs/heads/*:refs/remotes/{}/*", name))}));
  return Remote{name, !configured.has_value()};
}

void introduce(const PullRequest& request, std::int64_t number, const Voice& voice) {
  voice.say(fmt::format("PR #{}: {}", number, request.title));
  voice.say(fmt::format("Author: {}", request.author));
  voice.say(fmt::format("Branch: {}", request.head_branch));
  if (request.state != "OPEN") {
    voice.warn(fmt::format("\u26A0\uFE0F  Warning: PR #{} is {}. Proceeding with checkout...", number, request.state));
  }
  if (request.is_draft) voice.warn(fmt::format("\u26A0\uFE0F  Warning: PR #{} is a DRAFT.", number));
}

base::Result<PullRequest> look_up(const World& world, std::int64_t number) {
  const auto client = client_of(world);
  if (!client) {
    return base::fail("GitHub CLI (gh) is required for --pr",
                      "Install it, and log in with: gh auth login. Without it: git fetch origin pull/N/head:NAME");
  }
  auto request = git::github::view_pull_request(*client, number);
  if (!request) request.error().message = fmt::format("Failed to fetch PR #{}: {}", number, request.error().message);
  return TRY_WITH(std::move(request), fmt::format("Failed to fetch details for PR #{}", number));
}

std::string what_it_is(const PullRequest& request) {
  if (request.is_draft) return " (draft)";
  if (request.state == "MERGED") return " (merged)";
  if (request.state == "CLOSED") return " (closed)";
  return "";
}

// Only information: without gh, or when it fails, the branch is fetched all the same.
void tell_pull_request(const World& world, const ForkName& fork, const Voice& voice) {
  const auto client = client_of(world);
  if (!client) return;
  const auto requests = git::github::pull_requests_of(*client, fork.branch);
  if (!requests) return;
  const auto found = std::ranges::find_if(
      *requests, [&](const PullRequest& request) { return same_name(request.head_owner, fork.owner); });
  if (found == requests->end()) return;
  voice.say(fmt::format("PR #{}: {}{}", found->number, found->title, what_it_is(*found)));
}

}  // namespace

std::optional<ForkName> fork_name(std::string_view argument) {
  const size_t colon = argument.find(':');
  if (colon == std::string_view::npos || argument.find("://") != std::string_view::npos) return std::nullopt;
  if (argument.starts_with("git@")) return std::nullopt;
  ForkName fork{.owner = std::string(argument.substr(0, colon)), .branch = std::string(argument.substr(colon + 1))};
  if (fork.owner.empty() || fork.branch.empty()) return std::nullopt;
  return fork;
}

base::Result<RemoteBranch> pull_request_branch(const World& world, std::int64_t number, const std::string& local,
                                               Access access, const Voice& voice) {
  const PullRequest request = TRY(look_up(world, number));
  introduce(request, number, voice);
  TRY_WITH(check_branch(request.head_branch), fmt::format("PR #{} cannot be checked out", number));
  const auto told = place_of_pull_request(request);
  const auto place = told ? told : place_of_origin(world);
  if (!place) return base::fail("Failed to determine repository owner from origin remote");
  const auto home = git::remote_at(world.local, *place);
  const bool fork = !request.head_owner.empty() && !same_name(request.head_owner, place->owner);
  const std::string owner = fork ? request.head_owner : place->owner;
  TRY_WITH(check_branch(owner), fmt::format("PR #{} cannot be checked out", number));
  const Remote remote = !fork && home ? Remote{*home, false} : TRY(fork_remote(world, *place, owner, access));
  const std::string name = fork ? fmt::format("{}-{}", owner, request.head_branch) : request.head_branch;
  return RemoteBranch{.remote = remote.name,
                      .branch = request.head_branch,
                      .local = local.empty() ? name : local,
                      .pull_request = number,
                      .pull_remote = home.value_or(git::url_of_fork(*place, place->owner)),
                      .remote_added = remote.added};
}

base::Result<RemoteBranch> fork_branch(const World& world, const ForkName& fork, Access access, const Voice& voice) {
  TRY(check_branch(fork.owner));
  TRY(check_branch(fork.branch));
  const auto place = place_of_origin(world);
  if (!place) {
    return base::fail(
        fmt::format("The fork of '{}' cannot be found: the remote 'origin' is no repository on a server", fork.owner),
        fmt::format("Add the fork yourself: git remote add {0} URL; then: workmux add {0}/{1}", fork.owner,
                    fork.branch));
  }
  tell_pull_request(world, fork, voice);
  const bool own = same_name(fork.owner, place->owner);
  const Remote remote = own ? Remote{kOrigin, false} : TRY(fork_remote(world, *place, fork.owner, access));
  return RemoteBranch{.remote = remote.name,
                      .branch = fork.branch,
                      .local = fmt::format("{}-{}", fork.owner, fork.branch),
                      .pull_request = 0,
                      .pull_remote = {},
                      .remote_added = remote.added};
}

base::Result<> fetch_branch(const World& world, const git::Runner& runner, const RemoteBranch& branch) {
  const git::RunOptions options{.access = git::Access::write, .network = git::Network::user};
  if (branch.pull_request != 0) {
    // Also when the fork, or its branch, is gone.
    const auto ref = fmt::format("+refs/pull/{}/head:refs/remotes/{}", branch.pull_request, branch.tracking());
    const auto outcome = TRY(runner.run({"fetch", "--quiet", "--", branch.pull_remote, ref}, options));
    if (outcome.ok()) return {};
  }
  auto fetched = runner.output({"fetch", "--quiet", "--", branch.remote}, options);
  if (fetched) return {};
  if (branch.remote_added) {
    TRY(git::edit_config(world.repository.config_path(), {git::ConfigEdit::remove_section("remote." + branch.remote)}));
  }
  return std::unexpected(std::move(fetched).error().with(
      fmt::format("Failed to fetch from remote '{}'", base::sanitise_line(branch.remote))));
}

base::Result<> follow_pull_request(const git::Runner& runner, const RemoteBranch& branch, const Voice& voice) {
  const std::string local = "refs/heads/" + branch.local;
  const auto here = TRY(git::resolve_ref(runner.repository(), local));
  const auto there = TRY(git::resolve_ref(runner.repository(), "refs/remotes/" + branch.tracking()));
  if (!here || !there || *here == *there) return {};
  if (!TRY(runner.run({"merge-base", "--is-ancestor", *here, *there})).ok()) {
    voice.warn(fmt::format("workmux: Branch '{}' has commits that PR #{} does not have; it stays as it is.",
                           branch.local, branch.pull_request));
    return {};
  }
  const git::RunOptions options{.access = git::Access::write};
  TRY(runner.output({"update-ref", local, *there, *here}, options));
  voice.say(fmt::format("Branch '{}' now has the newest commits of PR #{}", branch.local, branch.pull_request));
  return {};
}

}  // namespace workflow
