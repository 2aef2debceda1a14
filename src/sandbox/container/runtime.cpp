#include "sandbox/container/runtime.h"

#include <fmt/format.h>

#include "base/text.h"
#include "os/process.h"

namespace sandbox::container {
namespace {

constexpr const char* kUseBubblewrap = "Or set 'sandbox.backend: bubblewrap' in ~/.config/workmux/config.yaml.";

// What the runtime cannot do matters before that it is not supported: the message must name the key (SBX 6.4.1).
base::Result<> check_supported(const config::SandboxContainer& container) {
  if (container.runtime != ContainerRuntime::apple_container) return {};
  if (!container.excluded_files.empty()) {
    return base::fail(
        "sandbox.container.excluded_files cannot be masked by the runtime 'apple-container', which mounts directories "
        "only: the files would stay readable",
        "Use docker or podman, or empty 'sandbox.container.excluded_files'.");
  }
  return base::fail("The container runtime 'apple-container' is not part of this version of workmux",
                    "Set 'sandbox.container.runtime' to docker or podman.");
}

}  // namespace

std::string_view runtime_name(ContainerRuntime runtime) {
  switch (runtime) {
    case ContainerRuntime::podman:
      return "podman";
    case ContainerRuntime::apple_container:
      return "apple-container";
    case ContainerRuntime::docker:
      break;
  }
  return "docker";
}

ContainerRuntime runtime_of_marker(std::string_view text) {
  const auto word = base::trim(text);
  if (word == "podman") return ContainerRuntime::podman;
  if (word == "apple-container") return ContainerRuntime::apple_container;
  return ContainerRuntime::docker;
}

std::string_view program_name(ContainerRuntime runtime) {
  return runtime == ContainerRuntime::apple_container ? "container" : runtime_name(runtime);
}

os::Environment engine_environment(const Engine& engine, os::Environment host) {
  host.set("PATH", engine.search_path);
  return host;
}

base::Result<Engine> find_engine_of(ContainerRuntime runtime, std::string_view search_path,
                                    const std::vector<std::filesystem::path>& untrusted) {
  const auto name = program_name(runtime);
  if (auto program = os::find_program(name, search_path, untrusted)) {
    return Engine{runtime, *std::move(program), os::trusted_search_path(search_path, untrusted)};
  }
  return base::fail(fmt::format("The sandbox backend 'container' needs the program {}, which is not on PATH", name),
                    fmt::format("Install {}. {}", name, kUseBubblewrap));
}

base::Result<Engine> find_engine(const config::SandboxContainer& container, std::string_view search_path,
                                 const std::vector<std::filesystem::path>& untrusted) {
  TRY(check_supported(container));
  if (container.runtime) return find_engine_of(*container.runtime, search_path, untrusted);
  for (const auto runtime : {ContainerRuntime::docker, ContainerRuntime::podman}) {
    if (auto engine = find_engine_of(runtime, search_path, untrusted)) return engine;
  }
  return base::fail("The sandbox backend 'container' needs docker or podman, and neither is on PATH",
                    fmt::format("Install one of them. {}", kUseBubblewrap));
}

}  // namespace sandbox::container
