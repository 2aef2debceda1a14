#pragma once
// Whose repository a remote's URL names (WT 7.1, 7.3).

#include <optional>
#include <string>
#include <string_view>

#include "git/config_file.h"

namespace git {

struct RemotePlace {
  std::string scheme;  // "https", "http", "ssh", "git"; empty: the form `user@host:owner/repo`
  std::string host;    // with a port where the URL has one
  std::string owner;
  std::string repo;  // without ".git"
};

// Nothing for a local path, `file://`, and whatever has no host, owner and repository.
std::optional<RemotePlace> parse_remote_url(std::string_view url);

// Same host, owner and repository; case does not count.
bool same_place(const RemotePlace& one, const RemotePlace& other);

// Where `owner` keeps a fork of the repository at `place`: https and http as they are, anything else by ssh.
std::string url_of_fork(const RemotePlace& place, std::string_view owner);

// The remote whose configured URL is at `place`.
std::optional<std::string> remote_at(const ConfigFile& config, const RemotePlace& place);

}  // namespace git
