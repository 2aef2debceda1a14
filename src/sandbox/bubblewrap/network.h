#pragma once
// User-mode networking for a guest's own network namespace (SBX 6.11): the outside can be reached, the host's loopback
// services and abstract sockets cannot.

#include <filesystem>
#include <optional>
#include <string>

#include "base/result.h"
#include "os/process.h"

namespace sandbox::bubblewrap {

enum class NetworkProgram { pasta, slirp4netns };

struct NetworkHelper {
  NetworkProgram program = NetworkProgram::pasta;
  std::filesystem::path path;
};

// pasta, else slirp4netns, from the system's directories; nothing when neither can work here, and why.
struct NetworkChoice {
  std::optional<NetworkHelper> helper;
  std::string reason;  // why there is none, naming the package or device
};
NetworkChoice find_network_helper();

// The address in the guest at which names are resolved.
std::string name_server(const NetworkHelper& helper);

// Connects the network namespace of `pid` (a process in it) and returns when it is up. The helper dies with this
// process.
base::Result<os::Child> attach_network(const NetworkHelper& helper, pid_t pid);

}  // namespace sandbox::bubblewrap
