#pragma once
// `sandbox build`: the images of SBX 6.8 from the embedded Dockerfiles, with the configured runtime (SBX 6.9).

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"
#include "os/environment.h"
#include "sandbox/container/runtime.h"

namespace sandbox::container {

struct BuildContext {
  Engine engine;
  os::Environment environment;
  std::filesystem::path scratch;        // below it, private directories are made; VM-based engines see only home
  std::filesystem::path guest_program;  // becomes /usr/local/bin/workmux in the image
};

// Builds the base image and then `image` for the agent, in the foreground. Errors: an agent without a Dockerfile, a
// build that failed.
base::Result<> build_image(const BuildContext& context, std::string_view agent, const std::string& image);

// `sandbox install-dev`: replaces `image` by itself with `program` as /usr/local/bin/workmux.
base::Result<> install_program(const BuildContext& context, const std::filesystem::path& program,
                               const std::string& image);

}  // namespace sandbox::container
