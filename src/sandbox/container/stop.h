#pragma once
// Ending containers, also those that a killed supervisor left (SBX 6.10).

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "os/environment.h"
#include "os/paths.h"
#include "os/process.h"
#include "sandbox/container/markers.h"
#include "sandbox/container/runtime.h"

namespace sandbox::container {

// How long a stopped container may go on before it is killed; `-t` of `stop`.
inline constexpr std::chrono::seconds kStopPatience{2};

// `RUNTIME stop -t SECONDS NAME...`; its output is dropped where it is read.
os::Command stop_command(const Engine& engine, std::chrono::seconds patience,
                         const std::vector<std::string>& containers, const os::Environment& environment);

// Whether `stop` or `rm` ended with the container gone, or not there to begin with.
bool is_stopped(const base::Result<os::Outcome>& outcome);

// After `stop`: podman, whose watcher of the container (conmon) was killed, says that it stopped it and keeps it. False
// when the engine does not say that all of them are gone. Starts nothing with docker.
bool remove_stopped(const Engine& engine, const std::vector<std::string>& containers,
                    const os::Environment& environment);

// Where and with which programs containers are ended.
struct StopContext {
  os::Paths paths;
  os::Environment environment;
  std::vector<std::filesystem::path> untrusted;  // trees a guest can write: no program is taken from there
};

// Stops the containers of a worktree that still have a marker, grouped by runtime, and removes the markers: for close,
// merge and remove, after stop_runs(). Starts nothing where there is no marker. A marker stays where the engine does
// not say that the container is gone.
void stop_marked(const StopContext& context, std::string_view project_id, std::string_view handle);

// Stops every container whose supervisor is dead. Where that cannot be done (the engine does not answer) the marker
// stays for the next run. Starts nothing where every supervisor lives. Returns a line for each one that may still run.
std::vector<std::string> sweep_containers(const StopContext& context);

}  // namespace sandbox::container
