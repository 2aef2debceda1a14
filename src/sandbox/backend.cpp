#include "sandbox/backend.h"

#include <unistd.h>

#include <array>

#include "sandbox/bubblewrap/backend.h"
#include "sandbox/container/backend.h"
#include "sandbox/container/runtime.h"

namespace sandbox {
namespace {

// Places that only the system's owner can write (SBX 10.4).
constexpr std::array kTrustedPlaces = {"/usr/bin/bwrap", "/usr/sbin/bwrap", "/usr/local/bin/bwrap",
                                       "/run/current-system/sw/bin/bwrap", "/home/linuxbrew/.linuxbrew/bin/bwrap"};

constexpr const char* kUseBubblewrap = "Set 'sandbox.backend: bubblewrap' in ~/.config/workmux/config.yaml.";

bool on_path(std::string_view name, std::string_view search_path) {
  return os::find_program(name, search_path).has_value();
}

}  // namespace

base::Result<std::filesystem::path> find_bubblewrap() {
  for (const char* path : kTrustedPlaces) {
    if (access(path, X_OK) == 0) return std::filesystem::path(path);
  }
  return base::fail(
      "The sandbox backend 'bubblewrap' needs the program bwrap, which is not installed",
      "Install the package 'bubblewrap'. bwrap is looked for in /usr/bin and the like only, not on PATH.");
}

base::Result<> check_backend(const config::Sandbox& sandbox, std::string_view search_path) {
  switch (sandbox.backend) {
    case config::SandboxBackend::bubblewrap:
      TRY(find_bubblewrap());
      return {};
    case config::SandboxBackend::container:
      TRY(container::find_engine(sandbox.container, search_path, {}));
      return {};
    case config::SandboxBackend::lima:
      break;
  }
  if (!on_path("limactl", search_path)) {
    return base::fail("The sandbox backend 'lima' needs the program limactl, which is not on PATH", kUseBubblewrap);
  }
  return base::fail("The sandbox backend 'lima' is not part of this version of workmux", kUseBubblewrap);
}

base::Result<std::unique_ptr<Backend>> make_backend(const BackendContext& context) {
  TRY(check_backend(context.sandbox, context.environment.get("PATH").value_or("")));
  if (context.sandbox.backend == config::SandboxBackend::container) return container::make_container_backend(context);
  return bubblewrap::make_bubblewrap_backend(TRY(find_bubblewrap()));
}

}  // namespace sandbox
