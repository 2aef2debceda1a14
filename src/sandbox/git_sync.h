#pragma once
// Keeps facade and repository in step while a guest runs: what the guest commits reaches the host within 100 ms, refs
// that move on the host reach the guest (SBX E1 layer 2). Works on a thread of its own, so that the terminal never
// waits for git.

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sandbox/quarantine/subject.h"

namespace sandbox {

class GitSync {
 public:
  // Starts a thread that watches the facade and the repository's refs, and imports first what is there already: what
  // happens before the watches stand is not lost. `log` gets lines from the thread.
  static base::Result<GitSync> create(quarantine::Subject subject, std::function<void(std::string_view)> log);
  GitSync(GitSync&&) noexcept;
  GitSync& operator=(GitSync&&) = delete;
  ~GitSync();  // stop()

  // Ends the thread, then imports a last time. Returns one line for each thing that was left alone or refused,
  // sanitised, from the whole run; the second call returns nothing.
  std::vector<std::string> stop();

 private:
  struct State;
  explicit GitSync(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sandbox
