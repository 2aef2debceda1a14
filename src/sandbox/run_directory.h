#pragma once
// The private directory of one run: RPC socket, environment of the guest, files that are bound into it. A marker in
// host state tells the next run what to sweep when a supervisor was killed (SBX 6.10, SBX-W1).

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/result.h"
#include "os/paths.h"

namespace sandbox {

struct RunInfo {
  std::string snapshot_id;
  std::string project_id;
  std::string handle;
  std::string backend;
};

// A process that can be told from a later one with the same number.
struct ProcessStamp {
  pid_t pid = 0;
  std::uint64_t started = 0;  // clock ticks since boot (field 22 of /proc/<pid>/stat)
};

// The stamp of a process; nothing when there is none.
std::optional<ProcessStamp> process_stamp(pid_t pid);
// True while exactly that process runs.
bool still_runs(const ProcessStamp& stamp);

class RunDirectory {
 public:
  // Makes `<runtime>/sandbox/<random>/` (0700) and the marker `<state>/sandbox/runs/<name>.json`.
  static base::Result<RunDirectory> create(const os::Paths& paths, const RunInfo& info);
  RunDirectory(RunDirectory&&) noexcept;
  RunDirectory& operator=(RunDirectory&&) = delete;
  // Removes directory and marker.
  ~RunDirectory();

  const std::string& name() const { return name_; }
  const std::filesystem::path& path() const { return path_; }
  // `<path>/rpc/`: bound into the guest; holds the socket `rpc.sock` and nothing else.
  std::filesystem::path rpc_directory() const { return path_ / "rpc"; }
  std::filesystem::path rpc_socket() const { return rpc_directory() / "rpc.sock"; }

 private:
  RunDirectory() = default;
  std::string name_;
  std::filesystem::path path_;
  std::filesystem::path marker_;
};

}  // namespace sandbox
