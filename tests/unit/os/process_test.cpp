#include "os/process.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "base/text.h"
#include "os/support.h"

namespace os {
namespace {

using std::chrono::milliseconds;
using test::TemporaryDirectory;
using testing::HasSubstr;

Command shell(const std::string& script) {
  Command command;
  command.arguments = {"sh", "-c", script};
  return command;
}

std::string output_of(const Command& command) {
  const auto outcome = run(command);
  EXPECT_TRUE(outcome.has_value()) << base::describe(outcome.error());
  return outcome ? outcome->output : std::string();
}

bool is_alive(pid_t pid) {
  const auto stat = read_file("/proc/" + std::to_string(pid) + "/stat");
  return stat && stat->find(") Z") == std::string::npos;
}

pid_t number_in(const std::filesystem::path& file) {
  return static_cast<pid_t>(base::parse_integer(base::trim(test::text_of(file))).value_or(0));
}

TEST(Process, AMissingProgramIsNamedWithReasonAndNextStep) {
  const auto outcome = run({.arguments = {"no-such-program-xyz"}});
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().message, "Could not run 'no-such-program-xyz': No such file or directory");
  EXPECT_THAT(outcome.error().hint, HasSubstr("PATH"));
  const auto by_path = run({.arguments = {"/no/such/program"}});
  ASSERT_FALSE(by_path.has_value());
  EXPECT_EQ(by_path.error().message, "Could not run '/no/such/program': No such file or directory");
}

TEST(Process, WhatCannotBeRunSaysWhy) {
  const TemporaryDirectory directory;
  ASSERT_OK(create_file(directory / "text", "#!/bin/sh\n", 0644));
  ASSERT_OK(create_file(directory / "orphan", "#!/no/such/interpreter\n", 0755));
  ASSERT_OK(create_file(directory / "junk", "junk", 0755));
  const auto not_executable = start({.arguments = {(directory / "text").native()}});
  ASSERT_FALSE(not_executable);
  EXPECT_THAT(not_executable.error().message, HasSubstr("Permission denied"));
  EXPECT_THAT(not_executable.error().hint, HasSubstr("chmod +x"));
  const auto orphan = start({.arguments = {(directory / "orphan").native()}});
  ASSERT_FALSE(orphan);
  EXPECT_THAT(orphan.error().hint, HasSubstr("interpreter"));
  const auto junk = start({.arguments = {(directory / "junk").native()}});
  ASSERT_FALSE(junk);
  EXPECT_THAT(junk.error().message, HasSubstr("Exec format error"));
}

TEST(Process, AMissingDirectoryIsNamed) {
  Command command = shell("pwd");
  command.directory = "/no/such/directory";
  const auto outcome = run(command);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().message, "Could not run 'sh' in '/no/such/directory': No such file or directory");
}

TEST(Process, EmptyCommandsAndNulCharactersAreErrors) {
  EXPECT_FALSE(run({}));
  EXPECT_FALSE(run({.arguments = {""}}));
  EXPECT_FALSE(run({.arguments = {"echo", std::string("a\0b", 3)}}));
}

TEST(Process, AFailedStartLeavesNoZombieAndNoDescriptor) {
  const auto before = list_directory("/proc/self/fd").size();
  for (int i = 0; i < 50; ++i) EXPECT_FALSE(run({.arguments = {"/no/such/program"}}));
  EXPECT_EQ(list_directory("/proc/self/fd").size(), before);
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
}

TEST(Process, RunsInItsDirectoryWithItsEnvironmentAlone) {
  const TemporaryDirectory directory;
  Command command = {.arguments = {"env"}};
  command.environment = {};
  command.environment.set("PATH", "/usr/bin:/bin");
  command.environment.set("ONLY", "this");
  EXPECT_EQ(output_of(command), "ONLY=this\nPATH=/usr/bin:/bin\n");
  Command where = shell("pwd -P");
  where.directory = directory.path();
  EXPECT_EQ(output_of(where), real_path(directory.path())->native() + "\n");
}

TEST(Process, ArgumentsArriveAsTheyAre) {
  Command command;
  command.arguments = {"printf", "%s|", "", "a b", "$(id)", "'\"", "*"};
  EXPECT_EQ(output_of(command), "|a b|$(id)|'\"|*|");
}

// Ours stay open on purpose, also without close-on-exec, as a library or a parent may have left them.
TEST(Process, TheChildSeesOnlyItsThreeStreams) {
  const Descriptor leak(::open("/dev/null", O_RDONLY));  // NOLINT: inheritable on purpose
  const Descriptor high(::fcntl(leak.get(), F_DUPFD, 900));
  ASSERT_TRUE(high.valid());
  // The shell expands the pattern itself: ls would show the descriptor it reads the directory by.
  EXPECT_EQ(output_of(shell("for i in 0 1 2 3 4 5 6 7 8 9 900; do test -e /proc/$$/fd/$i && printf '%s ' $i; done")),
            "0 1 2 ");
}

TEST(Process, HandsDescriptorsOverUnderTheirNumbers) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const Descriptor read(ends[0]);
  Descriptor write(ends[1]);
  Command command = shell("echo three >&3; echo seven >&7");
  command.descriptors = {{write.get(), 7}, {write.get(), 3}};
  EXPECT_TRUE(run(command)->ok());
  write.reset();
  char buffer[64];
  const ssize_t got = ::read(read.get(), buffer, sizeof buffer);
  EXPECT_EQ(std::string_view(buffer, static_cast<size_t>(got)), "three\nseven\n");
}

// Each one's number is the other one's target.
TEST(Process, HandsOverDescriptorsThatTradePlaces) {
  const TemporaryDirectory directory;
  ASSERT_OK(create_file(directory / "a", "A"));
  ASSERT_OK(create_file(directory / "b", "B"));
  const Descriptor a(::open((directory / "a").c_str(), O_RDONLY | O_CLOEXEC));
  const Descriptor b(::open((directory / "b").c_str(), O_RDONLY | O_CLOEXEC));
  Command command = shell("cat <&" + std::to_string(a.get()) + "; cat <&" + std::to_string(b.get()));
  command.descriptors = {{a.get(), b.get()}, {b.get(), a.get()}};
  EXPECT_EQ(output_of(command), "BA");
}

TEST(Process, AnInvalidDescriptorIsAnError) {
  Command command = shell("true");
  command.descriptors = {{987654, 3}};
  EXPECT_FALSE(run(command));
}

TEST(Process, NullStreamsAreEmptyAndSilent) {
  Command command = shell("cat; echo x; echo y >&2");
  command.stdout_stream = Stream::null;
  command.stderr_stream = Stream::null;
  const auto outcome = run(command);
  ASSERT_OK(outcome);
  EXPECT_EQ(outcome->output + outcome->errors, "");
  EXPECT_TRUE(outcome->ok());
}

TEST(Process, SignalsOfTheChildAreTheDefaults) {
  sigset_t blocked;
  sigset_t before;
  ::sigemptyset(&blocked);
  ::sigaddset(&blocked, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &blocked, &before);
  const auto pipe_before = ::signal(SIGPIPE, SIG_IGN);
  const std::string status = output_of({.arguments = {"grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"}});
  ::signal(SIGPIPE, pipe_before);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  EXPECT_EQ(status, "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
}

// A terminal that closes signals the group of whoever starts programs just then to clean up.
TEST(Process, ASignalForTheParentsGroupDoesNotEndAChildThatIsAboutToLeaveIt) {
  const pid_t parent = ::fork();
  if (parent == 0) {
    ::setpgid(0, 0);
    sigset_t blocked;
    ::sigemptyset(&blocked);
    ::sigaddset(&blocked, SIGHUP);
    ::sigprocmask(SIG_BLOCK, &blocked, nullptr);
    const pid_t group = ::getpid();
    const pid_t sender = ::fork();
    if (sender == 0) {
      ::setpgid(0, 0);
      while (::kill(-group, SIGHUP) == 0) {
      }
      ::_exit(0);
    }
    int ended = 0;
    for (int round = 0; round < 200; ++round) {
      const auto outcome = run({.arguments = {"true"}});
      if (!outcome || !outcome->ok()) ++ended;
    }
    ::kill(sender, SIGKILL);
    ::_exit(ended == 0 ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(parent, &status, 0), parent);
  EXPECT_EQ(status, 0);
}

TEST(Process, ExitCodesSurviveAParentThatIgnoredSigchld) {
  const auto before = ::signal(SIGCHLD, SIG_IGN);
  const auto outcome = run(shell("exit 7"));
  ::signal(SIGCHLD, before);
  ASSERT_OK(outcome);
  EXPECT_EQ(outcome->exit_code, 7);
}

TEST(Process, GroupsAndSessions) {
  const std::string own = std::to_string(::getpgrp());
  const std::string script = "cut -d' ' -f1,5,6 /proc/$$/stat";
  const auto fields = [&](Command command) { return base::split(base::trim(output_of(command)), ' '); };
  auto grouped = fields(shell(script));
  ASSERT_EQ(grouped.size(), 3U);
  EXPECT_EQ(grouped[0], grouped[1]);
  EXPECT_NE(grouped[0], grouped[2]);
  Command same = shell(script);
  same.new_group = false;
  EXPECT_EQ(fields(same)[1], own);
  Command session = shell(script);
  session.new_session = true;
  const auto alone = fields(session);
  EXPECT_EQ(alone[0], alone[1]);
  EXPECT_EQ(alone[0], alone[2]);
}

TEST(Process, ChildReportsItsEndOnItsPidfd) {
  auto child = start(shell("exit 4"));
  ASSERT_OK(child);
  pollfd entry{.fd = child->pidfd(), .events = POLLIN, .revents = 0};
  ASSERT_EQ(::poll(&entry, 1, 10'000), 1);
  const auto outcome = child->wait();
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->exit_code, 4);
  EXPECT_FALSE(child->running());
  EXPECT_FALSE(child->wait());
}

TEST(Process, WaitingWithALimitLeavesTheChildRunning) {
  auto child = start({.arguments = {"sleep", "100"}});
  ASSERT_OK(child);
  EXPECT_FALSE(child->wait(milliseconds(30)));
  EXPECT_TRUE(child->running());
  child->signal(SIGINT);
  const auto outcome = child->wait();
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->signal, SIGINT);
  EXPECT_EQ(outcome->status(), 128 + SIGINT);
}

TEST(Process, PipesOfAStartedChildCarryBytes) {
  Command command = {.arguments = {"cat"}};
  command.stdin_stream = Stream::capture;
  command.stderr_stream = Stream::null;
  auto child = start(command);
  ASSERT_OK(child);
  EXPECT_FALSE(child->standard_error().valid());
  ASSERT_EQ(::write(child->standard_input().get(), "hi", 2), 2);
  child->standard_input().reset();
  char buffer[8];
  EXPECT_EQ(::read(child->standard_output().get(), buffer, sizeof buffer), 2);
  EXPECT_TRUE(child->wait()->ok());
}

TEST(Process, DestroyingAChildKillsItsWholeGroup) {
  const TemporaryDirectory directory;
  Command command = shell("(trap '' TERM HUP; sleep 100) & echo $! > grandchild; wait");
  command.directory = directory.path();
  pid_t grandchild = 0;
  {
    auto child = start(command);
    ASSERT_OK(child);
    ASSERT_TRUE(test::eventually([&] { return (grandchild = number_in(directory / "grandchild")) > 0; }));
    EXPECT_TRUE(is_alive(grandchild));
  }
  EXPECT_TRUE(test::eventually([&] { return !is_alive(grandchild); }));
}

TEST(Process, TerminateGivesTimeToCleanUp) {
  const TemporaryDirectory directory;
  Command command =
      shell("trap 'sleep 0.2; echo done > cleaned; exit 0' TERM; echo > ready; while :; do sleep 0.05; done");
  command.directory = directory.path();
  auto child = start(command);
  ASSERT_OK(child);
  ASSERT_TRUE(test::eventually([&] { return status_of(directory / "ready").has_value(); }));
  child->terminate(milliseconds(10'000));
  EXPECT_FALSE(child->running());
  EXPECT_EQ(test::text_of(directory / "cleaned"), "done\n");
}

// The leader dies of TERM at once; a child of its own that needs a moment gets it.
TEST(Process, TerminateWaitsForGrandchildrenToo) {
  const TemporaryDirectory directory;
  Command command = shell(
      "sh -c 'trap \"sleep 0.3; echo done > cleaned; exit\" TERM; echo > ready; while :; do sleep 0.05; done' & wait");
  command.directory = directory.path();
  command.stdout_stream = Stream::null;
  auto child = start(command);
  ASSERT_OK(child);
  ASSERT_TRUE(test::eventually([&] { return status_of(directory / "ready").has_value(); }));
  child->terminate(milliseconds(10'000));
  EXPECT_EQ(test::text_of(directory / "cleaned"), "done\n");
}

TEST(Process, TerminateKillsWhatIgnoresIt) {
  const TemporaryDirectory directory;
  Command command = shell(
      "trap '' TERM; sh -c 'trap \"\" TERM; echo $$ > inner; while :; do sleep 1; done' & "
      "echo > ready; while :; do sleep 1; done");
  command.directory = directory.path();
  auto child = start(command);
  ASSERT_OK(child);
  pid_t inner = 0;
  ASSERT_TRUE(test::eventually([&] { return (inner = number_in(directory / "inner")) > 0; }));
  const auto begin = std::chrono::steady_clock::now();
  child->terminate(milliseconds(200));
  EXPECT_GE(std::chrono::steady_clock::now() - begin, milliseconds(200));
  EXPECT_FALSE(child->running());
  EXPECT_TRUE(test::eventually([&] { return !is_alive(inner); }));
}

TEST(Process, TerminateReachesAStoppedChild) {
  auto child = start({.arguments = {"sleep", "100"}});
  ASSERT_OK(child);
  child->signal(SIGSTOP);
  const auto begin = std::chrono::steady_clock::now();
  child->terminate(milliseconds(20'000));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, milliseconds(10'000));
}

TEST(Process, ADetachedChildLivesOn) {
  pid_t pid = 0;
  {
    Command command = {.arguments = {"sleep", "100"}};
    command.new_session = true;
    auto child = start(command);
    ASSERT_OK(child);
    pid = child->pid();
    child->detach();
  }
  EXPECT_TRUE(is_alive(pid));
  ::kill(pid, SIGKILL);
  EXPECT_EQ(::waitpid(pid, nullptr, 0), pid);
}

TEST(Process, MovingAChildMovesItsOwnership) {
  auto first = start({.arguments = {"sleep", "100"}});
  auto second = start({.arguments = {"sleep", "100"}});
  ASSERT_OK(first);
  ASSERT_OK(second);
  const pid_t kept = first->pid();
  const pid_t dropped = second->pid();
  *second = std::move(*first);
  EXPECT_EQ(second->pid(), kept);
  EXPECT_TRUE(is_alive(kept));
  EXPECT_FALSE(is_alive(dropped));
}

TEST(Process, DiesWithItsParent) {
  const TemporaryDirectory directory;
  // The thread that starts the child is the parent the kernel means.
  pid_t pid = 0;
  std::thread([&] {
    Command command = {.arguments = {"sleep", "100"}};
    command.die_with_parent = true;
    auto child = start(command);
    ASSERT_OK(child);
    pid = child->pid();
    EXPECT_TRUE(is_alive(pid));
    child->detach();
  }).join();
  EXPECT_TRUE(test::eventually([&] { return !is_alive(pid); }));
  EXPECT_EQ(::waitpid(pid, nullptr, 0), pid);
}

TEST(Process, ManyThreadsStartProgramsAtOnce) {
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&, i] {
      for (int round = 0; round < 10; ++round) {
        Command command = {.arguments = {"cat"}};
        command.input = std::to_string(i * 100 + round);
        const auto outcome = run(command);
        if (outcome && outcome->ok() && outcome->output == command.input) ++right;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(right, 160);
}

}  // namespace
}  // namespace os
