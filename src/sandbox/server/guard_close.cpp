#include <fmt/format.h>

#include "sandbox/server/authority.h"

namespace sandbox::server {

Decision judge_close(const rpc::Close& close, const Family& family, Permission permission) {
  if (permission == Permission::deny) {
    return Decision::refused("Closing from inside this sandbox is switched off on the host (sandbox.rpc.close)");
  }
  if (find_relative(family, close.name) != nullptr && permission == Permission::allow) return Decision::allowed();
  return Decision::question(fmt::format("close '{}'", close.name));
}

}  // namespace sandbox::server
