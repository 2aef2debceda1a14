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

// The helper process. It ends with this object, or with this process, however that dies.
class Network {
 public:
  Network(os::Child helper, os::Descriptor life);
  Network(Network&&) noexcept = default;
  Network& operator=(Network&&) = delete;
  ~Network();

  os::Child& helper() { return helper_; }

 private:
  os::Child helper_;
  os::Descriptor life_;  // closed: the helper ends
};

// Connects the network namespace of `pid` (a process in it) and returns when it is up. Files of the helper go to
// `run_directory`.
base::Result<Network> attach_network(const NetworkHelper& helper, pid_t pid,
                                     const std::filesystem::path& run_directory);

}  // namespace sandbox::bubblewrap
