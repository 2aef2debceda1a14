#include "sandbox/server/host_child.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <thread>

#include "base/clock.h"
#include "base/text.h"
#include "os/files.h"

namespace sandbox::server {
namespace {

using std::chrono::milliseconds;

// A host program that is a shell script.
class HostChild : public testing::Test {
 protected:
  void SetUp() override {
    signal(SIGPIPE, SIG_IGN);
    directory_ = *os::make_temporary_directory(testing::TempDir(), "host-child-");
    ASSERT_EQ(pipe(stop_), 0);
  }
  void TearDown() override {
    close(stop_[0]);
    if (stop_[1] >= 0) close(stop_[1]);
    ASSERT_TRUE(os::remove_tree(directory_));
  }

  base::Result<> run(const std::string& script, std::variant<rpc::SpawnAgent, rpc::Merge, rpc::Close> request) {
    const auto program = directory_ / "workmux";
    EXPECT_TRUE(os::write_atomically(program, "#!/bin/sh\n" + script, 0755));
    HostProgram host{program, directory_, os::Environment::current(), milliseconds(300)};
    host.environment.set("WM_RPC_TOKEN", "secret");
    host.environment.set("GIT_CONFIG_COUNT", "9");
    host.environment.set("GIT_CONFIG_PARAMETERS", "'core.hookspath=x'");
    host.environment.set("GIT_DIR", "/elsewhere");
    const Sink sink = [&](std::string_view bytes) { output_ += bytes; };
    return run_host_request(host, {{directory_.string(), "i", "r", "c", 1}, std::move(request)}, sink,
                            CancelToken(-1, stop_[0]));
  }

  void cancel() {
    close(stop_[1]);
    stop_[1] = -1;
  }
  bool waits_for(const std::string& name) const {
    for (int i = 0; i < 300 && !os::status_of(directory_ / name); ++i) std::this_thread::sleep_for(milliseconds(10));
    return os::status_of(directory_ / name).has_value();
  }

  static rpc::Merge merge() {
    rpc::Merge request;
    request.name = "fix";
    return request;
  }

  std::filesystem::path directory_;
  std::string output_;
  int stop_[2] = {-1, -1};
};

TEST_F(HostChild, GetsTheRequestOnStdinAndNothingOnTheCommandLine) {
  ASSERT_TRUE(run("printf '%s ' \"$@\"; cat", merge()));
  EXPECT_EQ(output_, "_guest-request " + rpc::to_json({{directory_.string(), "i", "r", "c", 1}, merge()}));
}

TEST_F(HostChild, SBX_E1_EnvironmentHasHooksOffAndNoSecrets) {
  ASSERT_TRUE(run("cat >/dev/null; env | grep -E '^(WM_|GIT_)' | sort", merge()));
  EXPECT_EQ(output_, "GIT_CONFIG_COUNT=1\nGIT_CONFIG_KEY_0=core.hooksPath\nGIT_CONFIG_VALUE_0=/dev/null\n");
}

TEST_F(HostChild, LargeRequestsArrive) {
  ASSERT_TRUE(run("wc -c", rpc::SpawnAgent{std::string(900000, 'p'), "b", false}));
  EXPECT_EQ(output_, "") << "a spawn answers with Ok or Error only";
  const auto size = [&] { return base::parse_integer(base::trim(output_)).value_or(0); };
  rpc::Close close{std::string(900000, 'p')};
  ASSERT_TRUE(run("wc -c", close));
  EXPECT_GT(size(), 900000);
}

TEST_F(HostChild, AChildThatDoesNotReadIsNoProblem) {
  ASSERT_TRUE(run("exec true", rpc::SpawnAgent{std::string(900000, 'p'), "b", false}));
}

TEST_F(HostChild, MergeStreamsBothStreams) {
  ASSERT_TRUE(run("cat >/dev/null; echo one; echo two >&2; echo three", merge()));
  EXPECT_TRUE(output_.contains("one\n") && output_.contains("two\n") && output_.contains("three\n")) << output_;
}

TEST_F(HostChild, FailuresSayWhatVersionOneSays) {
  EXPECT_EQ(run("echo no >&2; exit 3", merge()).error().message, "workmux merge exited with code 3");
  EXPECT_EQ(run("echo '  branch exists\033[31m' >&2; exit 1", rpc::SpawnAgent{}).error().message,
            "workmux add failed: branch exists");
  EXPECT_EQ(run("echo gone >&2; exit 1", rpc::Close{}).error().message, "gone");
  EXPECT_EQ(run("exit 4", rpc::Close{}).error().message, "workmux close exited with code 4");
  EXPECT_EQ(run("kill -KILL $$", merge()).error().message, "workmux merge exited with code 137");
}

TEST_F(HostChild, AllOutputArrivesBeforeTheEnd) {
  ASSERT_TRUE(run("cat >/dev/null; head -c 300000 /dev/zero", merge()));
  EXPECT_EQ(output_.size(), 300000U);
}

TEST_F(HostChild, AGrandchildThatKeepsThePipeIsNotWaitedFor) {
  const auto start = base::now();
  ASSERT_TRUE(run("cat >/dev/null; sleep 5 & echo done", merge()));
  EXPECT_LT(base::now() - start, std::chrono::seconds(3));
}

TEST_F(HostChild, SBX_W4_CancelEndsTheGroupAndWhatIgnoresTerm) {
  std::thread canceller([&] {
    EXPECT_TRUE(waits_for("ready"));
    cancel();
  });
  const auto start = base::now();
  const auto result =
      run("trap '' TERM; sh -c \"trap '' TERM; echo \\$\\$ > pid; : > ready; sleep 30; :\" & wait; sleep 30", merge());
  canceller.join();
  ASSERT_FALSE(result);
  EXPECT_LT(base::now() - start, std::chrono::seconds(4));
  const auto pid = base::parse_integer(base::trim(*os::read_file(directory_ / "pid")));
  ASSERT_TRUE(pid);
  for (int i = 0; i < 100 && kill(static_cast<pid_t>(*pid), 0) == 0; ++i) {
    // Not reaped where nobody is there to reap; dead all the same.
    const auto stat = os::read_file("/proc/" + std::to_string(*pid) + "/stat");
    if (stat && stat->contains(") Z ")) return;
    std::this_thread::sleep_for(milliseconds(20));
  }
  EXPECT_NE(kill(static_cast<pid_t>(*pid), 0), 0);
}

TEST_F(HostChild, CriticalSectionIsNotInterrupted) {
  std::thread canceller([&] {
    EXPECT_TRUE(waits_for("ready"));
    cancel();
  });
  const auto result = run("trap '' TERM; printf x >&3; : > ready; sleep 1; : > finished", merge());
  canceller.join();
  EXPECT_TRUE(result);
  EXPECT_TRUE(os::status_of(directory_ / "finished"));
}

TEST_F(HostChild, AMissingProgramIsAnError) {
  HostProgram host{directory_ / "missing", directory_, os::Environment::current(), milliseconds(300)};
  EXPECT_FALSE(
      run_host_request(host, {{"/", "i", "r", "c", 1}, rpc::Close{"x"}}, [](std::string_view) {}, CancelToken()));
}

}  // namespace
}  // namespace sandbox::server
