#include "sandbox/supervisor_actions.h"

#include <utility>

#include "sandbox/family.h"
#include "sandbox/server/host_child.h"

namespace sandbox {

SupervisorActions::SupervisorActions(const Snapshot& snapshot, const os::Paths& paths,
                                     const os::Environment& environment, std::filesystem::path program)
    : snapshot_(snapshot),
      paths_(paths),
      environment_(environment),
      program_(std::move(program)),
      pane_(paths, environment, snapshot.config) {}

server::Family SupervisorActions::family() {
  return family_of(snapshot_, paths_);
}

base::Result<> SupervisorActions::set_status(std::string_view word) {
  return pane_.set(word);
}

base::Result<> SupervisorActions::set_title(std::string_view title) {
  return pane_.set_title(title);
}

rpc::Caller SupervisorActions::caller() const {
  rpc::Caller caller;
  caller.worktree = snapshot_.worktree.string();
  caller.sandbox_id = snapshot_.id;
  caller.root_id = snapshot_.root_id();
  caller.config_id = snapshot_.id;
  caller.depth = snapshot_.depth;
  return caller;
}

base::Result<> SupervisorActions::on_host(const rpc::HostRequest& request, const server::Sink& sink,
                                          const server::CancelToken& cancel) {
  server::HostProgram program;
  program.program = program_;
  program.directory = snapshot_.worktree;
  program.environment = environment_;
  return server::run_host_request(program, request, sink, cancel);
}

base::Result<> SupervisorActions::spawn(const rpc::SpawnAgent& request, const server::Sink& sink,
                                        const server::CancelToken& cancel) {
  return on_host({caller(), request}, sink, cancel);
}

base::Result<> SupervisorActions::merge(const rpc::Merge& request, const server::Sink& sink,
                                        const server::CancelToken& cancel) {
  return on_host({caller(), request}, sink, cancel);
}

base::Result<> SupervisorActions::close(const rpc::Close& request, const server::Sink& sink,
                                        const server::CancelToken& cancel) {
  return on_host({caller(), request}, sink, cancel);
}

}  // namespace sandbox
