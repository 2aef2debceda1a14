#pragma once
// Which program runs containers here (SBX 6.1).

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "config/sandbox_config.h"
#include "os/environment.h"

namespace sandbox::container {

using config::ContainerRuntime;

// A runtime and its program. `program` is absolute: found once, never in a directory that a guest can write (SBX E19).
struct Engine {
  ContainerRuntime runtime = ContainerRuntime::docker;
  std::filesystem::path program;
  std::string search_path;  // PATH for the program, which looks for helpers itself: such directories are left out, too
};

// The environment for the engine's program: `host` with the engine's PATH.
os::Environment engine_environment(const Engine& engine, os::Environment host);

// "docker", "podman", "apple-container": as in the configuration and in markers.
std::string_view runtime_name(ContainerRuntime runtime);
// The runtime of a marker's text; anything unknown is docker (SBX 6.10).
ContainerRuntime runtime_of_marker(std::string_view text);
// The program's name: "docker", "podman", "container".
std::string_view program_name(ContainerRuntime runtime);

// The runtime that is configured, else the first of docker and podman on `search_path`. Errors: none is there (the
// message names what to install and the bubblewrap backend), a runtime that this version cannot drive.
base::Result<Engine> find_engine(const config::SandboxContainer& container, std::string_view search_path,
                                 const std::vector<std::filesystem::path>& untrusted);

// The program of one runtime; an error names it.
base::Result<Engine> find_engine_of(ContainerRuntime runtime, std::string_view search_path,
                                    const std::vector<std::filesystem::path>& untrusted);

}  // namespace sandbox::container
