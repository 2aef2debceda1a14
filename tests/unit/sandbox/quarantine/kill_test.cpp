// A supervisor may be killed at any point of an import. The next import must finish what it began.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <random>
#include <thread>

#include "ground.h"
#include "os/files.h"

namespace sandbox::quarantine {
namespace {

using testing::Ground;

constexpr const char* kRoot = "WORKMUX_TEST_KILL_ROOT";

// Not a test of its own: the process that gets killed.
TEST(QuarantineKilledImport, Victim) {
  const auto environment = os::Environment::current();
  const auto root = environment.get(kRoot);
  if (!root) GTEST_SKIP() << "run by QuarantineKill";
  Subject subject;
  const std::filesystem::path base = *root;
  subject.worktree = base / "project__worktrees" / "feat";
  subject.common_dir = base / "project" / ".git";
  subject.git_dir = subject.common_dir / "worktrees" / "feat";
  subject.handle = "feat";
  subject.project_id = "project-0123456789";
  subject.sandbox_id = "feat-1";
  subject.branch = "feat";
  subject.facade = base / "state" / "sandbox" / "git" / subject.project_id / "feat";
  subject.environment = environment;
  ASSERT_EQ(::write(STDERR_FILENO, "!", 1), 1);
  ASSERT_TRUE(import(subject).has_value());
}

os::Child start_victim(const Ground& ground) {
  os::Command command;
  command.arguments = {os::program_path().string(), "--gtest_filter=QuarantineKilledImport.Victim"};
  command.environment = ground.subject.environment;
  command.environment.set(kRoot, ground.root.string());
  command.stdout_stream = os::Stream::null;
  auto child = os::start(command);
  EXPECT_TRUE(child.has_value());
  return child ? *std::move(child) : os::Child();
}

TEST(QuarantineKill, SBX_E1_EveryCommitArrivesAfterAKillAtAnyPoint) {
  if (!Ground::has_bubblewrap()) GTEST_SKIP() << "bubblewrap cannot be used here";
  Ground ground;
  ground.prepare();
  std::mt19937 random(20261125);  // the same points every time
  // A whole import, measured, so that the points are spread over all of it.
  ground.in_guest("echo measured > file && git commit -qam measured");
  const auto start = std::chrono::steady_clock::now();
  ground.import();
  const auto whole = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start);
  std::uniform_int_distribution<std::int64_t> microseconds(0, whole.count() * 5 / 4);
  int survived = 0;
  for (int round = 0; round < 40; ++round) {
    ground.in_guest(fmt::format("{} echo {} > f{} && git add . && git commit -qm {}",
                                round % 5 == 4 ? fmt::format("git switch -qc topic{} &&", round) : "", round, round,
                                round));
    {
      os::Child victim = start_victim(ground);
      char byte = 0;
      ASSERT_EQ(::read(victim.standard_error().get(), &byte, 1), 1);
      std::this_thread::sleep_for(std::chrono::microseconds(microseconds(random)));
      ::kill(victim.pid(), SIGKILL);
      const auto outcome = victim.wait();
      if (outcome && outcome->ok()) ++survived;
    }
    // The guest goes on before anybody looks.
    const bool amend = round % 3 == 2;
    ground.in_guest(amend ? "git commit -q --amend --allow-empty -m amended"
                          : fmt::format("echo {} >> file && git commit -qam again{}", round, round));
    const auto report = ground.import();
    for (const auto& held : report.held) ADD_FAILURE() << round << ": " << held.ref << " " << held.reason;
    ASSERT_EQ(ground.host({"rev-parse", "HEAD"}), ground.in_guest("git rev-parse HEAD")) << "round " << round;
    ASSERT_EQ(ground.host({"symbolic-ref", "HEAD"}), ground.in_guest("git symbolic-ref HEAD"));
    ASSERT_EQ(ground.host({"status", "--porcelain"}), "") << "round " << round;
    for (const auto* const lock : {"index.lock", "HEAD.lock", "workmux-index", "workmux-index.lock"}) {
      ASSERT_FALSE(os::status_of(ground.subject.git_dir / lock)) << lock << " in round " << round;
    }
  }
  RecordProperty("survived", survived);
  EXPECT_LT(survived, 40) << "no import was killed";
  EXPECT_EQ(ground.git(ground.repository, {"fsck", "--full", "--strict", "--no-dangling"}), "");
}

}  // namespace
}  // namespace sandbox::quarantine
