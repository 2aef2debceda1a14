#include "sandbox/sweep.h"

#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <thread>

#include "base/clock.h"
#include "os/descriptor.h"
#include "os/files.h"
#include "sandbox/run_marker.h"

namespace sandbox {
namespace {

std::vector<RunMarker> read_markers(const os::Paths& paths) {
  std::vector<RunMarker> markers;
  const auto directory = markers_directory(paths);
  for (const auto& name : os::list_directory(directory)) {
    if (!name.ends_with(".json")) continue;
    const auto text = os::read_file_if_exists(directory / name, 64U << 10);
    if (!text || !*text) continue;
    auto marker = parse_marker(**text, runs_directory(paths));
    if (marker && marker->name + ".json" == name) markers.push_back(*std::move(marker));
  }
  return markers;
}

SweptRun swept(const RunMarker& marker) {
  return {marker.name, marker.info.snapshot_id, marker.info.project_id, marker.info.handle};
}

bool belongs(const RunMarker& marker, std::string_view project_id, std::string_view handle) {
  return (project_id.empty() || marker.info.project_id == project_id) &&
         (handle.empty() || marker.info.handle == handle);
}

// A signal to exactly that process: the descriptor is taken first and the start time compared after, so a number that
// was given to another process in between is noticed.
bool send(const ProcessStamp& stamp, int number) {
  const os::Descriptor process(static_cast<int>(syscall(SYS_pidfd_open, stamp.pid, 0)));
  if (!process.valid() || !still_runs(stamp)) return false;
  return syscall(SYS_pidfd_send_signal, process.get(), number, nullptr, 0) == 0;
}

void wait_for_end(const std::vector<RunMarker>& markers, std::chrono::milliseconds patience) {
  const auto end = base::now() + patience;
  for (const auto& marker : markers) {
    // A short timer: processes that are not our children have no event that every kernel reports.
    while (still_runs(marker.supervisor) && base::now() < end)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

}  // namespace

std::vector<SweptRun> sweep_runs(const os::Paths& paths) {
  std::vector<SweptRun> runs;
  for (const auto& marker : read_markers(paths)) {
    if (still_runs(marker.supervisor)) continue;
    // Its guest died with it (--die-with-parent) and its network helper saw its end: what is left is files.
    if (!os::remove_tree(marker.directory)) continue;
    if (!os::remove_file(markers_directory(paths) / (marker.name + ".json"))) continue;
    runs.push_back(swept(marker));
  }
  return runs;
}

std::vector<SweptRun> live_runs(const os::Paths& paths, std::string_view project_id, std::string_view handle) {
  std::vector<SweptRun> runs;
  for (const auto& marker : read_markers(paths)) {
    if (belongs(marker, project_id, handle) && still_runs(marker.supervisor)) runs.push_back(swept(marker));
  }
  return runs;
}

size_t stop_runs(const os::Paths& paths, std::string_view project_id, std::string_view handle,
                 std::chrono::milliseconds patience) {
  std::vector<RunMarker> stopped;
  for (auto& marker : read_markers(paths)) {
    if (marker.supervisor.pid == getpid() || !belongs(marker, project_id, handle)) continue;
    if (send(marker.supervisor, SIGTERM)) stopped.push_back(std::move(marker));
  }
  wait_for_end(stopped, patience);
  bool killed = false;
  for (const auto& marker : stopped) killed = send(marker.supervisor, SIGKILL) || killed;
  if (killed) {
    wait_for_end(stopped, patience);
    (void)sweep_runs(paths);
  }
  return stopped.size();
}

}  // namespace sandbox
