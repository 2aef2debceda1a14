#include "sandbox/container/dockerfiles.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/unicode.h"

namespace sandbox::container {

std::vector<std::string> agents_with_layer() {
  std::vector<std::string> agents;
  for (const auto& file : dockerfiles()) {
    if (file.name != "base") agents.emplace_back(file.name);
  }
  return agents;
}

base::Result<std::string_view> agent_layer(std::string_view agent) {
  for (const auto& file : dockerfiles()) {
    if (file.name == agent && agent != "base") return file.text;
  }
  return base::fail(fmt::format("There is no Dockerfile for the agent '{}'", base::sanitise_line(agent)),
                    fmt::format("Known agents: {}. For another one set 'sandbox.image' to an image of your own.",
                                base::join(agents_with_layer(), ", ")));
}

base::Result<std::string> whole_dockerfile(std::string_view agent) {
  const auto layer = TRY(agent_layer(agent));
  std::string text = fmt::format("{}\n# --- {} agent ---\n", base::resource_text(dockerfiles(), "base"), agent);
  for (const auto& line : base::lines(layer)) {
    if (line != "ARG BASE" && line != "FROM ${BASE}") text += fmt::format("{}\n", line);
  }
  return text;
}

}  // namespace sandbox::container
