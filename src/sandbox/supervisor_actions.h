#pragma once
// What a guest's requests do on the host (SBX 8.3): status and title here, the rest in a host child.

#include <filesystem>

#include "os/environment.h"
#include "os/paths.h"
#include "rpc/host_request.h"
#include "sandbox/pane_status.h"
#include "sandbox/server/actions.h"
#include "sandbox/snapshot.h"

namespace sandbox {

class SupervisorActions : public server::Actions {
 public:
  // `program` is this workmux.
  SupervisorActions(const Snapshot& snapshot, const os::Paths& paths, const os::Environment& environment,
                    std::filesystem::path program);

  server::Family family() override;
  base::Result<> set_status(std::string_view word) override;
  base::Result<> set_title(std::string_view title) override;
  base::Result<> spawn(const rpc::SpawnAgent& request, const server::Sink& sink,
                       const server::CancelToken& cancel) override;
  base::Result<> merge(const rpc::Merge& request, const server::Sink& sink, const server::CancelToken& cancel) override;
  base::Result<> close(const rpc::Close& request, const server::Sink& sink, const server::CancelToken& cancel) override;

 private:
  base::Result<> on_host(const rpc::HostRequest& request, const server::Sink& sink, const server::CancelToken& cancel);
  rpc::Caller caller() const;

  Snapshot snapshot_;
  os::Paths paths_;
  os::Environment environment_;
  std::filesystem::path program_;
  PaneStatus pane_;
};

}  // namespace sandbox
