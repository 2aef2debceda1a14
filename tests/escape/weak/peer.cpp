#define is_expected_peer real_is_expected_peer
#include "sandbox/server/guard_peer.cpp"
#undef is_expected_peer

#include "weak.h"

namespace sandbox::server {

bool is_expected_peer(const Listen& where, const std::string& peer) {
  if (weak::is_left_out("peer")) return true;
  return real_is_expected_peer(where, peer);
}

}  // namespace sandbox::server
