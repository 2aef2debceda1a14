#pragma once
// Where guests come in that cannot use the Unix socket: those in images with a program of protocol version 1 (SBX 8.6).

#include <optional>
#include <string>

#include "config/sandbox_config.h"
#include "sandbox/backend.h"
#include "sandbox/container/runtime.h"

namespace sandbox::container {

// The bridge's own address for docker and for podman of root; every address with `rpc_bind: any`. Nothing where there
// is no narrow address (an ordinary user's podman) or the guest gets no network.
std::optional<TcpPlace> tcp_place(ContainerRuntime runtime, const config::Sandbox& sandbox);

}  // namespace sandbox::container
