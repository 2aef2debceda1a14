#include "sandbox/container/tcp.h"

#include <unistd.h>

#include "os/interfaces.h"

namespace sandbox::container {
namespace {

// podman makes its bridge with the first container; until then its default network says where that will be.
constexpr const char* kPodmanGateway = "10.88.0.1";
constexpr int kPodmanPrefix = 16;

std::optional<os::InterfaceAddress> bridge_of(ContainerRuntime runtime) {
  if (runtime == ContainerRuntime::docker) return os::interface_address("docker0");
  if (runtime != ContainerRuntime::podman || getuid() != 0) return std::nullopt;
  for (const char* name : {"podman0", "cni-podman0"}) {
    if (auto found = os::interface_address(name)) return found;
  }
  return os::InterfaceAddress{kPodmanGateway, kPodmanPrefix};
}

}  // namespace

std::optional<TcpPlace> tcp_place(ContainerRuntime runtime, const config::Sandbox& sandbox) {
  if (sandbox.network.policy == config::NetworkPolicy::deny) return std::nullopt;
  TcpPlace place;
  place.host = sandbox.rpc_host.value_or(runtime == ContainerRuntime::podman ? "host.containers.internal"
                                                                             : "host.docker.internal");
  if (sandbox.rpc_bind == config::RpcBind::any) {
    place.listen = {.socket = {}, .address = "0.0.0.0", .port = 0, .prefix = 0, .may_come = false};
    return place;
  }
  const auto bridge = bridge_of(runtime);
  if (!bridge) return std::nullopt;
  place.listen = {.socket = {}, .address = bridge->address, .port = 0, .prefix = bridge->prefix, .may_come = true};
  return place;
}

}  // namespace sandbox::container
