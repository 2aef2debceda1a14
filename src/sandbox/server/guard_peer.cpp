#include "os/interfaces.h"
#include "sandbox/server/server.h"
#include "sandbox/server/token.h"

namespace sandbox::server {

// The address of a bridge answers to whoever can route to it, also from outside: only the bridge's own network counts.
bool is_expected_peer(const Listen& where, const std::string& peer) {
  if (where.prefix == 0) return true;
  return os::is_in_network(peer, where.address, where.prefix);
}

}  // namespace sandbox::server
