#include "sandbox/server/host_child.h"

namespace sandbox::server {

os::Environment guest_request_environment(os::Environment environment) {
  environment.unset_prefix("WM_");
  environment.unset_prefix("GIT_");
  environment.set("GIT_CONFIG_COUNT", "1");
  environment.set("GIT_CONFIG_KEY_0", "core.hooksPath");
  environment.set("GIT_CONFIG_VALUE_0", "/dev/null");
  return environment;
}

}  // namespace sandbox::server
