#include "workflow/sandbox_exec.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "base/unicode.h"
#include "os/files.h"
#include "sandbox/container/markers.h"
#include "sandbox/container/runtime.h"
#include "workflow/subject.h"

namespace workflow {

namespace {

std::vector<sandbox::container::Marker> running_containers(const World& world, const git::Worktree& worktree) {
  auto markers = sandbox::container::read_markers(world.setting.paths, worktree.handle());
  std::erase_if(markers, [&](const auto& marker) {
    const bool foreign = !marker.project_id.empty() && marker.project_id != world.repository.project_id;
    return foreign || !sandbox::container::supervisor_runs(marker);
  });
  return markers;
}

}  // namespace

base::Result<os::Command> exec_in_container(const Setting& setting, const std::string& command, ExecTerminal terminal,
                                            const Voice& voice) {
  const World world = TRY(look_around(setting));
  const git::Worktree worktree = TRY(named_worktree(world, ""));
  const auto loaded = TRY(load_config(world));
  if (loaded.config.sandbox.backend != config::SandboxBackend::container) {
    return base::fail("--exec joins a running container, and the sandbox backend here is not 'container'",
                      "Run 'workmux sandbox shell' without --exec.");
  }
  const auto markers = running_containers(world, worktree);
  if (markers.empty()) {
    return base::fail(fmt::format("No container runs for '{}'", base::sanitise_line(worktree.handle())),
                      "Run 'workmux sandbox shell' without --exec to start one.");
  }
  for (size_t i = 1; i < markers.size(); ++i) voice.warn("Also running: " + markers[i].container);
  const auto& chosen = markers.front();
  const auto engine = TRY(sandbox::container::find_engine_of(
      chosen.runtime, setting.environment.get("PATH").value_or(""), world.guest_writable()));
  os::Command exec;
  exec.arguments = {engine.program.string(),
                    "exec",
                    terminal == ExecTerminal::yes ? "-it" : "-i",
                    "--user",
                    fmt::format("{}:{}", getuid(), getgid()),
                    "--workdir",
                    TRY(os::real_path(setting.directory)).string(),
                    chosen.container,
                    "bash",
                    "-c",
                    command};
  exec.environment = sandbox::container::engine_environment(engine, setting.environment);
  exec.stdin_stream = exec.stdout_stream = exec.stderr_stream = os::Stream::inherit;
  return exec;
}

}  // namespace workflow
