#pragma once
// The files of resources/skills.

#include <span>

#include "base/resource.h"

namespace agent::skills {

std::span<const base::Resource> resources();

}  // namespace agent::skills
