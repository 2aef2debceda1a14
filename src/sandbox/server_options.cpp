#include "sandbox/server_options.h"

#include <utility>

namespace sandbox {
namespace {

server::Permission permission(config::RpcAnswer answer) {
  switch (answer) {
    case config::RpcAnswer::allow:
      return server::Permission::allow;
    case config::RpcAnswer::ask:
      return server::Permission::ask;
    case config::RpcAnswer::deny:
      break;
  }
  return server::Permission::deny;
}

}  // namespace

server::ServerOptions server_options(const Snapshot& snapshot, const std::filesystem::path& socket, std::string token) {
  const auto& sandbox = snapshot.config.sandbox;
  server::ServerOptions options;
  options.listen = {{.socket = socket, .address = {}, .port = 0}};
  options.token = std::move(token);
  options.policy.spawn = permission(sandbox.rpc.spawn);
  options.policy.merge = permission(sandbox.rpc.merge);
  options.policy.close = permission(sandbox.rpc.close);
  options.policy.max_live = static_cast<int>(sandbox.rpc.max_live);
  options.policy.max_depth = static_cast<int>(sandbox.rpc.max_depth);
  options.policy.per_hour = static_cast<int>(sandbox.rpc.per_hour);
  options.depth = snapshot.depth;
  options.host_commands = sandbox.host_commands;
  return options;
}

}  // namespace sandbox
