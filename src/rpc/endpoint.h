#pragma once
// Where the supervisor of this sandbox listens, from the environment of the guest (SBX 5.1).

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "os/environment.h"

namespace rpc {

struct Endpoint {
  std::string socket;  // a Unix socket; when set, host and port do not matter
  std::string host;
  std::uint16_t port = 0;
  std::string token;

  // For messages: "/run/workmux/rpc.sock" or "host.docker.internal:4711".
  std::string describe() const;
};

// WM_RPC_SOCK (else WM_RPC_HOST and WM_RPC_PORT) and WM_RPC_TOKEN. Error: "WM_RPC_HOST not set", likewise for the
// others (CLI 1.5), or a port that is no port.
base::Result<Endpoint> endpoint_from(const os::Environment& environment);

// The numeric addresses of `host`: itself when it is numeric, else what `hosts_file` (the text of /etc/hosts) lists for
// it, IPv4 first; "localhost" is always known. No name service is asked: the guest program is static. Empty when
// unknown.
std::vector<std::string> addresses_of(std::string_view host, std::string_view hosts_file);

}  // namespace rpc
