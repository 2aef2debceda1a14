#pragma once
// Requests to the supervisor on the host, as the commands use them.

#include <chrono>

#include "base/result.h"
#include "os/environment.h"
#include "rpc/client.h"

namespace guest {

// Time for connecting, and for handing a request over (SBX 9).
constexpr std::chrono::milliseconds kConnectLimit{5000};
constexpr std::chrono::milliseconds kSendLimit{30000};

// Connects to the supervisor that the environment names.
base::Result<rpc::Client> connect(const os::Environment& environment, std::chrono::milliseconds limit = kConnectLimit);

// Sends the request, prints its Output as it comes, and returns at Ok; an Error becomes the error.
base::Result<> perform(const os::Environment& environment, const rpc::Request& request);

// Writes bytes to a descriptor, all of them; false when nobody reads.
bool print(int descriptor, std::string_view bytes);

// The name of a worktree from the path of the current directory alone: the component below the nearest ancestor whose
// name ends in "__worktrees", else the last component (WT 5.2).
std::string name_from_directory(const std::string& directory);

// The given name, else name_from_directory of where we are.
base::Result<std::string> name_or_here(const std::optional<std::string>& name);

}  // namespace guest
