#pragma once
// The bubblewrap backend: namespaces, seccomp and user-mode networking without daemon, image or root (SBX 6.11).

#include <filesystem>
#include <memory>

#include "sandbox/backend.h"

namespace sandbox::bubblewrap {

// `program` is find_bubblewrap().
std::unique_ptr<Backend> make_bubblewrap_backend(const std::filesystem::path& program);

}  // namespace sandbox::bubblewrap
