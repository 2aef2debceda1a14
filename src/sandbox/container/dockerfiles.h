#pragma once
// The embedded Dockerfiles of the sandbox images: `base`, and a layer for each agent that begins with `ARG BASE` and
// `FROM ${BASE}` (SBX 6.8).

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/resource.h"
#include "base/result.h"

namespace sandbox::container {

std::span<const base::Resource> dockerfiles();

// The agents that have a layer, in the order of their names.
std::vector<std::string> agents_with_layer();

// Error for an agent without one; it lists those that have one (SBX 6.9).
base::Result<std::string_view> agent_layer(std::string_view agent);

// One Dockerfile for `base` and the agent's layer, for a user to edit (`sandbox init-dockerfile`).
base::Result<std::string> whole_dockerfile(std::string_view agent);

}  // namespace sandbox::container
