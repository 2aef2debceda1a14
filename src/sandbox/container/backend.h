#pragma once
// The container backend: docker or podman (SBX 6).

#include <memory>

#include "base/result.h"
#include "sandbox/backend.h"

namespace sandbox::container {

// Errors: no engine, an agent without an image.
base::Result<std::unique_ptr<Backend>> make_container_backend(const BackendContext& context);

}  // namespace sandbox::container
