#pragma once
// The RPC server's options from a policy (CLI 6.12, SBX E12).

#include <filesystem>
#include <string>

#include "sandbox/server/server.h"
#include "sandbox/snapshot.h"

namespace sandbox {

// Pure. Listens on the Unix socket only; `log` is left to the caller.
server::ServerOptions server_options(const Snapshot& snapshot, const std::filesystem::path& socket, std::string token);

}  // namespace sandbox
