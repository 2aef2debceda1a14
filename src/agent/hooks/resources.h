#pragma once
// The files of resources/hooks/, embedded (cmake/Resources.cmake).

#include <span>

#include "base/resource.h"

namespace agent::hooks {

std::span<const base::Resource> resources();

}  // namespace agent::hooks
