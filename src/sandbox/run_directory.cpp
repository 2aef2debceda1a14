#include "sandbox/run_directory.h"

#include <unistd.h>

#include <utility>

#include "os/files.h"
#include "os/random.h"
#include "sandbox/run_marker.h"

namespace sandbox {

base::Result<RunDirectory> RunDirectory::create(const os::Paths& paths, const RunInfo& info) {
  const auto own = process_stamp(getpid());
  if (!own) return base::fail("The sandbox needs /proc to be mounted");
  RunDirectory run;
  run.name_ = os::random_hex(16);
  run.path_ = runs_directory(paths) / run.name_;
  run.marker_ = markers_directory(paths) / (run.name_ + ".json");
  // The marker first: whatever is made after it is swept after a kill.
  TRY_WITH(os::make_directories(run.marker_.parent_path()), "Could not note the start of the sandbox");
  TRY_WITH(os::create_file(run.marker_, format_marker({run.name_, run.path_, *own, info})),
           "Could not note the start of the sandbox");
  TRY_WITH(os::make_directories(run.path_.parent_path()), "Could not make the directory of the sandbox's run");
  for (const auto& directory : {run.path_, run.rpc_directory()}) {
    TRY_WITH(os::make_directories(directory), "Could not make the directory of the sandbox's run");
  }
  return run;
}

RunDirectory::RunDirectory(RunDirectory&& other) noexcept
    : name_(std::move(other.name_)), path_(std::move(other.path_)), marker_(std::move(other.marker_)) {
  other.path_.clear();
  other.marker_.clear();
}

RunDirectory::~RunDirectory() {
  // What cannot be removed now keeps its marker, and the next run tries again.
  if (!path_.empty() && !os::remove_tree(path_)) return;
  if (!marker_.empty()) (void)os::remove_file(marker_);
}

}  // namespace sandbox
