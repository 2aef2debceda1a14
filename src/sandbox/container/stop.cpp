#include "sandbox/container/stop.h"

#include <fmt/format.h>

#include <map>

#include "base/text.h"

namespace sandbox::container {
namespace {

bool is_gone(const os::Outcome& outcome) {
  const std::string text = base::to_lower(outcome.errors);
  return text.find("no such container") != std::string::npos ||
         text.find("no container with name") != std::string::npos;
}

}  // namespace

bool is_stopped(const base::Result<os::Outcome>& outcome) {
  return outcome && (outcome->ok() || is_gone(*outcome));
}

os::Command stop_command(const Engine& engine, std::chrono::seconds patience,
                         const std::vector<std::string>& containers, const os::Environment& environment) {
  os::Command command;
  command.arguments = {engine.program.string(), "stop", "-t", std::to_string(patience.count())};
  command.arguments.insert(command.arguments.end(), containers.begin(), containers.end());
  command.environment = engine_environment(engine, environment);
  command.directory = "/";
  command.time_limit = patience + std::chrono::seconds(20);
  return command;
}

bool remove_stopped(const Engine& engine, const std::vector<std::string>& containers,
                    const os::Environment& environment) {
  if (engine.runtime != ContainerRuntime::podman) return true;
  auto command = stop_command(engine, std::chrono::seconds(0), {}, environment);
  command.arguments = {engine.program.string(), "rm", "-f"};
  command.arguments.insert(command.arguments.end(), containers.begin(), containers.end());
  return is_stopped(os::run(command));
}

void stop_marked(const StopContext& context, std::string_view project_id, std::string_view handle) {
  std::map<ContainerRuntime, std::vector<Marker>> by_runtime;
  for (auto& marker : read_markers(context.paths, handle)) {
    if (!marker.project_id.empty() && marker.project_id != project_id) continue;
    by_runtime[marker.runtime].push_back(std::move(marker));
  }
  const auto search_path = context.environment.get("PATH").value_or("");
  for (const auto& [runtime, markers] : by_runtime) {
    const auto engine = find_engine_of(runtime, search_path, context.untrusted);
    if (!engine) continue;
    std::vector<std::string> names;
    for (const auto& marker : markers) names.push_back(marker.container);
    const auto stop = [&](const std::vector<std::string>& which) {
      return os::run(stop_command(*engine, std::chrono::seconds(0), which, context.environment));
    };
    const auto together = stop(names);
    const bool all = together && together->ok() && remove_stopped(*engine, names, context.environment);
    // One that is gone already spoils the answer for the others.
    for (const auto& marker : markers) {
      const auto gone = [&] {
        return is_stopped(names.size() == 1 ? together : stop({marker.container})) &&
               remove_stopped(*engine, {marker.container}, context.environment);
      };
      if (all || gone()) remove_marker(context.paths, marker);
    }
  }
}

std::vector<std::string> sweep_containers(const StopContext& context) {
  std::vector<std::string> left;
  const auto search_path = context.environment.get("PATH").value_or("");
  for (const auto& marker : read_markers(context.paths, "")) {
    if (supervisor_runs(marker)) continue;
    const auto engine = find_engine_of(marker.runtime, search_path, context.untrusted);
    const auto outcome =
        engine ? os::run(stop_command(*engine, std::chrono::seconds(0), {marker.container}, context.environment))
               : base::Result<os::Outcome>(std::unexpected(engine.error()));
    if (is_stopped(outcome) && remove_stopped(*engine, {marker.container}, context.environment)) {
      remove_marker(context.paths, marker);
    } else {
      left.push_back(fmt::format("The container '{}' of a sandbox that was killed could not be stopped with {}",
                                 marker.container, program_name(marker.runtime)));
    }
  }
  return left;
}

}  // namespace sandbox::container
