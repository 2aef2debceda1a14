#include "sandbox/container/markers.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include "sandbox/container/stop.h"
#include "sandbox/world.h"

namespace sandbox::container {
namespace {

using test::World;
using testing::HasSubstr;

class Markers : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"docker", "podman"}) {
      const auto program = world.file(std::string("bin/") + name, "");
      std::ofstream(program) << "#!/bin/sh\necho " << name << " \"$@\" >> " << (world.root / "log").string() << "\ncat "
                             << (world.root / "error").string() << " >&2 2>/dev/null && exit 1\nexit 0\n";
      std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    }
    context.paths = world.paths;
    context.environment.set("PATH", (world.root / "bin").string() + ":/usr/bin:/bin");
  }
  Marker marker(const std::string& container, ProcessStamp supervisor, const std::string& project = "app-1") {
    Marker made{.handle = "feat",
                .container = container,
                .runtime = ContainerRuntime::podman,
                .project_id = project,
                .supervisor = supervisor};
    EXPECT_TRUE(write_marker(world.paths, made));
    return made;
  }
  std::string log() const { return os::read_file(world.root / "log").value_or(""); }

  World world;
  StopContext context;
  const ProcessStamp alive = process_stamp(getpid()).value_or(ProcessStamp{});
  const ProcessStamp dead{.pid = getpid(), .started = 1};
};

TEST_F(Markers, SBX_6_10_names) {
  EXPECT_EQ(container_name("Fix Login", 42), "wm-fix-login-42");
  EXPECT_EQ(container_name("shell", 7), "wm-shell-7");
}

TEST_F(Markers, SBX_6_10_are_written_read_and_removed_with_their_directory) {
  const auto made = marker("wm-feat-1", alive);
  const auto directory = world.paths.state / "containers" / "feat";
  EXPECT_EQ(test::text_of(directory / "wm-feat-1"), "podman");
  EXPECT_THAT(test::text_of(directory / ".wm-feat-1.json"), HasSubstr("\"project\":\"app-1\""));
  const auto read = read_markers(world.paths, "feat");
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(read[0].runtime, ContainerRuntime::podman);
  EXPECT_EQ(read[0].project_id, "app-1");
  EXPECT_TRUE(supervisor_runs(read[0]));
  remove_marker(world.paths, made);
  EXPECT_FALSE(os::status_of(directory));
}

TEST_F(Markers, SBX_6_10_older_and_odd_ones) {
  world.file("home/.local/state/workmux/containers/feat/wm-feat-999999999", "");
  world.file("home/.local/state/workmux/containers/feat/--privileged", "docker");
  const auto read = read_markers(world.paths, "");
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(read[0].runtime, ContainerRuntime::docker);
  EXPECT_FALSE(supervisor_runs(read[0]));
}

TEST_F(Markers, SBX_A37_close_stops_by_runtime_and_only_its_own_project) {
  marker("wm-feat-1", dead);
  marker("wm-feat-2", dead, "other-2");
  world.file("home/.local/state/workmux/containers/feat/wm-feat-3", "docker");
  stop_marked(context, "app-1", "feat");
  EXPECT_EQ(log(), "docker stop -t 0 wm-feat-3\npodman stop -t 0 wm-feat-1\npodman rm -f wm-feat-1\n");
  const auto left = read_markers(world.paths, "feat");
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].container, "wm-feat-2");
}

TEST_F(Markers, without_a_marker_nothing_is_started) {
  stop_marked(context, "app-1", "feat");
  EXPECT_TRUE(sweep_containers(context).empty());
  EXPECT_EQ(log(), "");
}

TEST_F(Markers, SBX_W1_a_dead_supervisors_container_is_stopped_and_a_living_ones_is_not) {
  marker("wm-feat-1", dead);
  marker("wm-feat-2", alive);
  EXPECT_TRUE(sweep_containers(context).empty());
  EXPECT_EQ(log(), "podman stop -t 0 wm-feat-1\npodman rm -f wm-feat-1\n");
  EXPECT_EQ(read_markers(world.paths, "feat").size(), 1U);
}

TEST_F(Markers, a_container_that_may_still_run_keeps_its_marker) {
  marker("wm-feat-1", dead);
  world.file("error", "cannot connect");
  EXPECT_EQ(sweep_containers(context).size(), 1U);
  EXPECT_EQ(read_markers(world.paths, "feat").size(), 1U);
  world.file("error", "Error: no container with name or ID \"wm-feat-1\" found: no such container");
  EXPECT_TRUE(sweep_containers(context).empty());
  EXPECT_TRUE(read_markers(world.paths, "feat").empty());
}

}  // namespace
}  // namespace sandbox::container
