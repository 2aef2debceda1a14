#include "sandbox/server/actions.h"

namespace sandbox::server {

std::optional<bool> Actions::ask(std::string_view, const CancelToken&) {
  return std::nullopt;
}

int Actions::execute(const rpc::Exec&, const ExecSinks& sinks, const CancelToken&) {
  sinks.errors("host-exec spawn failed: this sandbox has no way to confine host commands\n");
  return 126;
}

base::Result<std::string> Actions::read_clipboard(const CancelToken&) {
  return base::fail("clipboard read failed: this sandbox has no access to the clipboard");
}

}  // namespace sandbox::server
