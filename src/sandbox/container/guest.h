#pragma once
// A container that runs: the engine's client on this side, the container on the engine's (SBX 6.10).

#include <memory>
#include <optional>
#include <string>

#include "os/process.h"
#include "sandbox/backend.h"
#include "sandbox/container/markers.h"
#include "sandbox/container/runtime.h"

namespace sandbox::container {

class ContainerGuest : public Guest {
 public:
  // `client` is `run` in the foreground. `environment` is for the commands that end the container.
  ContainerGuest(Engine engine, Marker marker, os::Paths paths, os::Environment environment, os::Child client);
  ~ContainerGuest() override;

  int pidfd() const override { return client_.pidfd(); }
  pid_t pid() const override { return client_.pid(); }
  base::Result<int> finish() override;
  base::Result<> pause() override;
  base::Result<> resume() override;
  // The engine's own way: asked, and killed after two seconds; does not wait.
  void ask_to_end(int number) override;
  // The container is stopped whatever became of the client. The marker goes last, and stays for the next command's
  // sweep when the engine does not say that the container is gone.
  void end() override;

 private:
  os::Command engine_command(std::vector<std::string> words) const;
  bool stopped_as_asked();

  Engine engine_;
  Marker marker_;
  os::Paths paths_;
  os::Environment environment_;
  os::Child client_;
  std::optional<os::Child> stopping_;
  bool ended_ = false;
};

}  // namespace sandbox::container
