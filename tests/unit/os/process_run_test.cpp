#include <gmock/gmock.h>
#include <signal.h>
#include <unistd.h>

#include "base/text.h"
#include "os/process.h"
#include "os/support.h"

namespace os {
namespace {

using std::chrono::milliseconds;
using test::TemporaryDirectory;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

Command shell(const std::string& script) {
  Command command;
  command.arguments = {"sh", "-c", script};
  return command;
}

bool is_alive(pid_t pid) {
  const auto stat = read_file("/proc/" + std::to_string(pid) + "/stat");
  return stat && stat->find(") Z") == std::string::npos;
}

TEST(ProcessRun, TakesBothStreamsAndTheExitCode) {
  const auto outcome = run(shell("echo out; echo err >&2; exit 3"));
  ASSERT_OK(outcome);
  EXPECT_EQ(outcome->output, "out\n");
  EXPECT_EQ(outcome->errors, "err\n");
  EXPECT_EQ(outcome->exit_code, 3);
  EXPECT_EQ(outcome->status(), 3);
  EXPECT_FALSE(outcome->ok());
}

TEST(ProcessRun, ReportsTheSignalThatEndedIt) {
  const auto outcome = run(shell("kill -9 $$"));
  ASSERT_OK(outcome);
  EXPECT_EQ(outcome->signal, SIGKILL);
  EXPECT_EQ(outcome->status(), 137);
  EXPECT_FALSE(outcome->ok());
}

// More than the pipes hold, both ways at once.
TEST(ProcessRun, LargeInputAndOutputDoNotBlockEachOther) {
  Command command = {.arguments = {"cat"}};
  command.input = std::string(8U << 20, 'x');
  const auto outcome = run(command);
  ASSERT_OK(outcome);
  EXPECT_EQ(outcome->output.size(), command.input.size());
  EXPECT_TRUE(outcome->output == command.input);
}

TEST(ProcessRun, InputThatNobodyReadsIsNoError) {
  Command command = shell("exec 0<&-; echo done");
  command.input = std::string(4U << 20, 'x');
  const auto outcome = run(command);
  ASSERT_OK(outcome);
  EXPECT_EQ(outcome->output, "done\n");
  EXPECT_TRUE(outcome->ok());
}

TEST(ProcessRun, WithoutInputStdinIsAtItsEnd) {
  EXPECT_EQ(run(shell("cat; echo end"))->output, "end\n");
  Command command = shell("cat; echo end");
  command.stdin_stream = Stream::capture;
  EXPECT_EQ(run(command)->output, "end\n");
}

TEST(ProcessRun, TooMuchOutputKillsTheGroup) {
  Command command = shell("yes | cat");
  command.output_limit = 100'000;
  const auto outcome = run(command);
  ASSERT_OK(outcome);
  EXPECT_TRUE(outcome->too_much_output);
  EXPECT_FALSE(outcome->timed_out);
  EXPECT_EQ(outcome->output.size(), 100'000U);
}

TEST(ProcessRun, TheLimitHoldsForErrorsTooAndExactlyAtTheLimitIsFine) {
  Command command = shell("printf 12345; printf 12345 >&2");
  command.output_limit = 5;
  EXPECT_FALSE(run(command)->too_much_output);
  command.output_limit = 4;
  EXPECT_TRUE(run(command)->too_much_output);
}

TEST(ProcessRun, TheTimeLimitKillsGrandchildrenToo) {
  const TemporaryDirectory directory;
  Command command = shell("sleep 100 & echo $! > grandchild; echo before; wait");
  command.directory = directory.path();
  command.time_limit = milliseconds(300);
  const auto begin = std::chrono::steady_clock::now();
  const auto outcome = run(command);
  ASSERT_OK(outcome);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, milliseconds(4000));
  EXPECT_TRUE(outcome->timed_out);
  EXPECT_EQ(outcome->signal, SIGTERM);
  EXPECT_EQ(outcome->output, "before\n");
  const auto grandchild = base::parse_integer(base::trim(test::text_of(directory / "grandchild")));
  ASSERT_TRUE(grandchild);
  EXPECT_TRUE(test::eventually([&] { return !is_alive(static_cast<pid_t>(*grandchild)); }));
}

TEST(ProcessRun, WhatIgnoresTermIsKilledAfterFiveSeconds) {
  Command command = shell("trap '' TERM; while :; do sleep 1; done");
  command.time_limit = milliseconds(50);
  const auto begin = std::chrono::steady_clock::now();
  const auto outcome = run(command);
  const auto took = std::chrono::steady_clock::now() - begin;
  ASSERT_OK(outcome);
  EXPECT_TRUE(outcome->timed_out);
  EXPECT_EQ(outcome->signal, SIGKILL);
  EXPECT_GE(took, milliseconds(5000));
  EXPECT_LT(took, milliseconds(9000));
}

// A program that needs its pipe read in order to end must not be blocked by us while it ends.
TEST(ProcessRun, OutputWhileEndingIsRead) {
  Command command = shell("trap 'head -c 500000 /dev/zero; echo bye >&2; exit 0' TERM; while :; do sleep 0.05; done");
  command.time_limit = milliseconds(200);
  const auto outcome = run(command);
  ASSERT_OK(outcome);
  EXPECT_TRUE(outcome->timed_out);
  EXPECT_EQ(outcome->signal, 0);
  EXPECT_EQ(outcome->output.size(), 500'000U);
  EXPECT_THAT(outcome->errors, EndsWith("bye\n"));
}

TEST(ProcessRun, AChildInTheBackgroundDoesNotHoldUpTheEnd) {
  const auto begin = std::chrono::steady_clock::now();
  const auto outcome = run(shell("sleep 100 & echo $!"));
  ASSERT_OK(outcome);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, milliseconds(5000));
  EXPECT_TRUE(outcome->ok());
  const auto pid = base::parse_integer(base::trim(outcome->output));
  ASSERT_TRUE(pid);
  EXPECT_TRUE(is_alive(static_cast<pid_t>(*pid)));
  ::kill(static_cast<pid_t>(*pid), SIGKILL);
}

TEST(ProcessRun, KeepsNoDescriptor) {
  const auto before = list_directory("/proc/self/fd").size();
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(run(shell("echo x; echo y >&2"))->ok());
  EXPECT_EQ(list_directory("/proc/self/fd").size(), before);
}

TEST(ProcessRun, CheckedGivesTheOutput) {
  const auto output = run_checked(shell("echo fine; echo warning >&2"));
  ASSERT_OK(output);
  EXPECT_EQ(*output, "fine\n");
}

TEST(ProcessRun, CheckedNamesCommandAndCause) {
  const auto result = run_checked(shell("echo first >&2; printf 'fatal: \\033[31mno\\n' >&2; exit 9"));
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().message, HasSubstr("'sh -c "));
  EXPECT_THAT(result.error().message, EndsWith("failed with exit code 9"));
  ASSERT_EQ(result.error().causes.size(), 1U);
  EXPECT_EQ(result.error().causes[0], "first\nfatal: no");
}

TEST(ProcessRun, CheckedCutsALongCauseToItsEnd) {
  const auto result = run_checked(shell("seq 1 5000 >&2; echo the reason >&2; exit 1"));
  ASSERT_FALSE(result);
  ASSERT_EQ(result.error().causes.size(), 1U);
  EXPECT_LE(result.error().causes[0].size(), 4096U);
  EXPECT_THAT(result.error().causes[0], EndsWith("\nthe reason"));
}

TEST(ProcessRun, CheckedTellsSignalsAndLimits) {
  const auto killed = run_checked(shell("kill -TERM $$"));
  ASSERT_FALSE(killed);
  EXPECT_THAT(killed.error().message, EndsWith("was ended by signal 15 (SIGTERM)"));
  EXPECT_TRUE(killed.error().causes.empty());
  Command slow = {.arguments = {"sleep", "100"}};
  slow.time_limit = milliseconds(50);
  const auto late = run_checked(slow);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().message, "'sleep 100' did not finish within 0.05 s");
  Command loud = {.arguments = {"yes"}};
  loud.output_limit = 10;
  const auto much = run_checked(loud);
  ASSERT_FALSE(much);
  EXPECT_EQ(much.error().message, "'yes' printed more than 10 bytes");
}

TEST(ProcessRun, CheckedKeepsControlCharactersOutOfTheMessage) {
  const auto result = run_checked({.arguments = {"false", "a\x1b[2Jb\nc"}});
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().message, Not(HasSubstr("\x1b")));
  EXPECT_THAT(result.error().message, Not(HasSubstr("\n")));
}

}  // namespace
}  // namespace os
