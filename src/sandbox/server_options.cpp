#include "sandbox/server_options.h"

#include <utility>

namespace sandbox {

server::ServerOptions server_options(const Snapshot& snapshot, const std::filesystem::path& socket, std::string token) {
  const auto& sandbox = snapshot.config.sandbox;
  server::ServerOptions options;
  options.listen = {{.socket = socket, .address = {}, .port = 0}};
  options.token = std::move(token);
  options.policy = sandbox.rpc;
  options.depth = snapshot.depth;
  options.host_commands = sandbox.host_commands;
  return options;
}

}  // namespace sandbox
