#pragma once
// Status and title of the pane that a supervisor runs in, set for its guest (SBX 8.3, AGT 3).

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "config/config.h"
#include "mux/multiplexer.h"
#include "os/environment.h"
#include "os/paths.h"

namespace sandbox {

class PaneStatus {
 public:
  // `config` is the policy's: icons come from there, never from files that a guest can write (SBX E7). Outside of a
  // multiplexer nothing is set, which is no error.
  PaneStatus(const os::Paths& paths, const os::Environment& environment, const config::Config& config);

  // Shows the icon and stores the agent's state: `word` is working, waiting, done or clear. The same word again is a
  // no-op.
  base::Result<> set(std::string_view word);
  base::Result<> set_title(std::string_view title);

 private:
  std::optional<mux::PaneId> pane_;
  std::unique_ptr<mux::Multiplexer> multiplexer_;
  std::filesystem::path state_;
  config::Config config_;
  std::mutex mutex_;  // connections of the guest have a thread each
  std::string shown_;
};

}  // namespace sandbox
