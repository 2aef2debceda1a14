#include "sandbox/container/guest.h"

#include <utility>

#include "sandbox/container/stop.h"

namespace sandbox::container {

ContainerGuest::ContainerGuest(Engine engine, Marker marker, os::Paths paths, os::Environment environment,
                               os::Child client)
    : engine_(std::move(engine)),
      marker_(std::move(marker)),
      paths_(std::move(paths)),
      environment_(std::move(environment)),
      client_(std::move(client)) {}

ContainerGuest::~ContainerGuest() {
  end();
}

base::Result<int> ContainerGuest::finish() {
  const auto outcome = client_.wait();
  if (!outcome) return base::fail("The end of the container could not be waited for");
  return outcome->signal == 0 ? outcome->exit_code : 1;
}

os::Command ContainerGuest::engine_command(std::vector<std::string> words) const {
  os::Command command;
  command.arguments = {engine_.program.string()};
  command.arguments.insert(command.arguments.end(), words.begin(), words.end());
  command.environment = engine_environment(engine_, environment_);
  command.directory = "/";
  command.time_limit = std::chrono::seconds(20);
  return command;
}

base::Result<> ContainerGuest::pause() {
  TRY_WITH(os::run_checked(engine_command({"pause", marker_.container})), "The container could not be paused");
  return {};
}

base::Result<> ContainerGuest::resume() {
  TRY_WITH(os::run_checked(engine_command({"unpause", marker_.container})), "The container could not be resumed");
  return {};
}

void ContainerGuest::ask_to_end(int) {
  if (stopping_ || ended_) return;
  auto command = stop_command(engine_, kStopPatience, {marker_.container}, environment_);
  command.stdout_stream = command.stderr_stream = os::Stream::null;
  if (auto child = os::start(command)) stopping_.emplace(*std::move(child));
}

bool ContainerGuest::stopped_as_asked() {
  if (!stopping_) return false;
  const auto outcome = stopping_->wait(std::chrono::seconds(20));
  if (!outcome) stopping_->terminate(std::chrono::milliseconds(100));
  return outcome && outcome->ok();
}

void ContainerGuest::end() {
  if (std::exchange(ended_, true)) return;
  // Also after the client's end: keys can detach it, and it can be killed or lose its daemon. A second time where the
  // first was cut short.
  bool gone = stopped_as_asked() ||
              is_stopped(os::run(stop_command(engine_, kStopPatience, {marker_.container}, environment_)));
  if (client_.running() && !client_.wait(std::chrono::milliseconds(500))) {
    // A client that was still creating the container when it was asked to stop.
    client_.terminate(std::chrono::milliseconds(300));
    gone = false;
  }
  gone = gone && remove_stopped(engine_, {marker_.container}, environment_);
  if (!gone) gone = is_stopped(os::run(engine_command({"rm", "-f", marker_.container})));
  // Without the engine's word that it is gone, the next command tries again.
  if (gone) remove_marker(paths_, marker_);
}

}  // namespace sandbox::container
