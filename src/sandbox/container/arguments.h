#pragma once
// The argument vector of `docker run` and `podman run` (SBX 6.2).

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "config/sandbox_config.h"
#include "sandbox/container/environment.h"
#include "sandbox/container/runtime.h"
#include "sandbox/plan.h"

namespace sandbox::container {

// What the policy and the host say about a container, beside the plan.
struct Policy {
  config::SandboxContainer settings;
  std::string image;
  std::string handle;      // labels
  std::string project_id;  // labels
  // The image's own entry point, which runs below ours.
  std::vector<std::string> entry_point;
};

// What the host's engine can do, so that the vector can be computed without looking at it.
struct EngineFacts {
  bool engine_init = true;  // --init works
  bool limits = true;       // memory, cpus and pids can be limited
  bool selinux = false;     // files of the user's home have labels that no container may read
};

// Whether privileges are dropped and the filter applies: `deny` needs it, else `container.hardening` says so.
bool hardens(const Policy& policy, const LaunchPlan& plan);

// Where the plan's guest program lies on the host.
std::filesystem::path guest_program_of(const LaunchPlan& plan);

// Looks at the host.
EngineFacts read_engine_facts(ContainerRuntime runtime);

struct ArgumentInputs {
  ContainerRuntime runtime = ContainerRuntime::docker;
  std::string name;
  Terminal terminal = Terminal::none;  // of both standard input and output
  EngineFacts facts;
  std::filesystem::path guest_program;    // workmux-guest, on the host: the container's entry point
  std::filesystem::path filter;           // a file with the system call filter; empty: none
  std::filesystem::path empty_directory;  // read-only, for masks of directories
  // Private directories of the plan, in its order: the n-th is `<this>/<n>`.
  std::filesystem::path private_directories;
};

// The arguments behind the program: "run" to the command. Errors: a path that the runtime cannot mount.
base::Result<std::vector<std::string>> run_arguments(const LaunchPlan& plan, const Policy& policy,
                                                     const PassedEnvironment& environment,
                                                     const ArgumentInputs& inputs);

// The private directories that a plan needs, by number from 0.
size_t count_private_directories(const LaunchPlan& plan);

}  // namespace sandbox::container
