#pragma once
// How the guest's variables reach a container without being seen in `ps` (SBX 6.2, E18).

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "os/environment.h"

namespace sandbox::container {

struct PassedEnvironment {
  // Options of `run`, in the order of SBX 6.2: "--env" with NAME=VALUE for our own constants, with NAME alone for
  // everything else, PATH last.
  std::vector<std::string> options;
  // What the engine's client runs with: the host's variables and the values of the names above.
  os::Environment client;
  // Variables that would steer the client itself (PATH-like ones, DOCKER_HOST, proxies): they go through a file that
  // only the user can read, named by --env-file. Empty: no file.
  std::string file;
};

// Pure. `file` is where the caller will write PassedEnvironment::file. Errors: a value with a line break in a variable
// that can only go through the file.
base::Result<PassedEnvironment> pass_environment(const os::Environment& guest, const os::Environment& host,
                                                 const std::filesystem::path& file);

}  // namespace sandbox::container
