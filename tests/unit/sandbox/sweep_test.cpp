#include "sandbox/sweep.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "sandbox/run_directory.h"
#include "sandbox/world.h"

namespace sandbox {
namespace {

using test::World;

const RunInfo kInfo{"0123", "app-1", "fix", "bubblewrap"};

// A process that makes a run directory and stays; returns its pid once the directory is there.
pid_t start_supervisor(const World& world, const RunInfo& info) {
  int ends[2];
  EXPECT_EQ(pipe(ends), 0);
  const pid_t pid = fork();
  if (pid == 0) {
    signal(SIGTERM, SIG_DFL);
    auto run = RunDirectory::create(world.paths, info);
    (void)!write(ends[1], "x", 1);
    for (;;) pause();
  }
  char byte = 0;
  EXPECT_EQ(read(ends[0], &byte, 1), 1);
  close(ends[0]);
  close(ends[1]);
  return pid;
}

TEST(RunDirectory, is_private_and_goes_with_its_marker) {
  World world;
  std::filesystem::path path;
  {
    auto run = RunDirectory::create(world.paths, kInfo);
    ASSERT_TRUE(run);
    path = run->path();
    EXPECT_EQ(os::status_of(path)->mode & 0777U, 0700U);
    EXPECT_EQ(os::status_of(run->rpc_directory())->mode & 0777U, 0700U);
    EXPECT_EQ(os::list_directory(world.paths.state / "sandbox" / "runs").size(), 1U);
    auto moved = std::move(*run);
    EXPECT_TRUE(os::status_of(path));
  }
  EXPECT_FALSE(os::status_of(path));
  EXPECT_TRUE(os::list_directory(world.paths.state / "sandbox" / "runs").empty());
}

TEST(Sweep, SBX_W1_what_a_killed_supervisor_left_is_removed_by_the_next) {
  World world;
  const pid_t dead = start_supervisor(world, kInfo);
  const pid_t alive = start_supervisor(world, {"4567", "app-1", "other", "bubblewrap"});
  kill(dead, SIGKILL);
  waitpid(dead, nullptr, 0);
  EXPECT_EQ(os::list_directory(world.paths.runtime / "sandbox").size(), 2U);
  const auto swept = sweep_runs(world.paths);
  ASSERT_EQ(swept.size(), 1U);
  EXPECT_EQ(swept[0].handle, "fix");
  EXPECT_EQ(os::list_directory(world.paths.runtime / "sandbox").size(), 1U);
  EXPECT_EQ(live_runs(world.paths, "app-1", "").size(), 1U);
  EXPECT_TRUE(live_runs(world.paths, "app-1", "fix").empty());
  kill(alive, SIGKILL);
  waitpid(alive, nullptr, 0);
}

TEST(Sweep, SBX_W2_stops_the_runs_of_one_worktree_only) {
  World world;
  const pid_t mine = start_supervisor(world, kInfo);
  const pid_t same_name = start_supervisor(world, {"1", "other-2", "fix", "bubblewrap"});
  std::thread reaper([mine] { waitpid(mine, nullptr, 0); });
  EXPECT_EQ(stop_runs(world.paths, "app-1", "fix", std::chrono::seconds(5)), 1U);
  reaper.join();
  EXPECT_EQ(live_runs(world.paths, "", "fix").size(), 1U);
  kill(same_name, SIGKILL);
  waitpid(same_name, nullptr, 0);
}

TEST(Sweep, a_marker_never_makes_us_delete_something_else) {
  World world;
  const auto victim = world.directory("victim/0123456789abcdef");
  const auto runs = world.paths.state / "sandbox" / "runs";
  std::filesystem::create_directories(runs);
  std::ofstream(runs / "0123456789abcdef.json")
      << R"({"name":"0123456789abcdef","directory":")" << victim.string() << R"(","pid":999999999,"started":1})";
  std::ofstream(runs / "x.json") << "garbage";
  EXPECT_TRUE(sweep_runs(world.paths).empty());
  EXPECT_TRUE(os::status_of(victim));
}

TEST(ProcessStamp, tells_a_process_from_a_later_one_with_its_number) {
  const auto own = process_stamp(getpid());
  ASSERT_TRUE(own);
  EXPECT_TRUE(still_runs(*own));
  EXPECT_FALSE(still_runs({own->pid, own->started + 1}));
  EXPECT_FALSE(process_stamp(0));
}

}  // namespace
}  // namespace sandbox
