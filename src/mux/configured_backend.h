#pragma once
// The configuration's word for a multiplexer as ours.

#include <optional>

#include "config/config.h"
#include "mux/select_backend.h"

namespace mux {

// The key `backend` (CLI 6.1); nothing when it is unset.
std::optional<Backend> configured_backend(const config::Config& config);

}  // namespace mux
