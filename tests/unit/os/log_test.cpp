#include "os/log.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "base/text.h"
#include "os/support.h"

namespace os {
namespace {

using test::TemporaryDirectory;
using test::text_of;
using testing::MatchesRegex;

TEST(Log, LinesHaveTimeLevelAndText) {
  const TemporaryDirectory directory;
  Log log(directory / "state/workmux.log", LogLevel::debug);
  log.debug("one");
  log.info("two key=value");
  log.warning("three");
  log.error("four");
  const auto lines = base::lines(text_of(directory / "state/workmux.log"));
  ASSERT_EQ(lines.size(), 4U);
  const std::string time = "[0-9]+-[0-9]+-[0-9]+T[0-9]+:[0-9]+:[0-9]+[.][0-9][0-9][0-9][0-9][0-9][0-9]Z ";
  EXPECT_THAT(lines[0], MatchesRegex(time + "DEBUG one"));
  EXPECT_THAT(lines[1], MatchesRegex(time + " INFO two key=value"));
  EXPECT_THAT(lines[2], MatchesRegex(time + " WARN three"));
  EXPECT_THAT(lines[3], MatchesRegex(time + "ERROR four"));
}

TEST(Log, DropsWhatIsBelowItsLevel) {
  const TemporaryDirectory directory;
  Log log(directory / "log", LogLevel::warning);
  log.info("no");
  log.error("yes");
  EXPECT_EQ(base::lines(text_of(directory / "log")).size(), 1U);
}

TEST(Log, OneMessageIsOneHarmlessLine) {
  const TemporaryDirectory directory;
  Log log(directory / "log", LogLevel::info);
  log.info("a\nb\x1b[31mc {} {0} %s");
  const auto lines = base::lines(text_of(directory / "log"));
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_TRUE(lines[0].ends_with(" INFO a bc {} {0} %s")) << lines[0];
}

TEST(Log, CLI_W29_WhatCannotBeWrittenGoesNowhere) {
  Log().error("nowhere");
  const TemporaryDirectory directory;
  ASSERT_OK(create_file(directory / "file", ""));
  Log(directory / "file/below/log", LogLevel::info).error("nowhere");
  Log("/proc/nothing/here/log", LogLevel::info).error("nowhere");
  Log(directory.path(), LogLevel::info).error("nowhere");
  ASSERT_EQ(::mkfifo((directory / "fifo").c_str(), 0600), 0);
  Log(directory / "fifo", LogLevel::info).error("nowhere");
  ASSERT_OK(make_symlink("target", directory / "link"));
  Log(directory / "link", LogLevel::info).error("nowhere");
  EXPECT_FALSE(status_of(directory / "target"));
}

TEST(Log, CLI_W30_IsPrivateAlsoWhenItWasNot) {
  const TemporaryDirectory directory;
  ASSERT_OK(create_file(directory / "old", "line\n", 0644));
  const mode_t umask_before = ::umask(0);
  Log(directory / "new", LogLevel::info).info("x");
  Log(directory / "old", LogLevel::info).info("x");
  ::umask(umask_before);
  EXPECT_EQ(status_of(directory / "new")->mode, 0600U);
  EXPECT_EQ(status_of(directory / "old")->mode, 0600U);
  EXPECT_EQ(base::lines(text_of(directory / "old")).size(), 2U);
}

TEST(Log, CLI_W30_RotatesAtFiveMebibytesAndKeepsTwo) {
  const TemporaryDirectory directory;
  Log log(directory / "log", LogLevel::info);
  const std::string filling(1U << 20, 'x');
  for (int round = 0; round < 4; ++round) {
    for (int i = 0; i < 4; ++i) ASSERT_OK(append_to_file(directory / "log", filling));
    // The last MiB is ours, so that we come over the limit by a small step.
    for (int i = 0; i < 40; ++i) log.info(std::string(30'000, 'y'));
  }
  EXPECT_EQ(list_directory(directory.path()), (std::vector<std::string>{"log", "log.1", "log.2"}));
  for (const char* name : {"log", "log.1", "log.2"}) {
    EXPECT_LE(status_of(directory / name)->size, 5U << 20) << name;
    EXPECT_EQ(status_of(directory / name)->mode, 0600U) << name;
  }
  EXPECT_GT(status_of(directory / "log.1")->size, 4U << 20);
}

TEST(Log, CutsVeryLongLines) {
  const TemporaryDirectory directory;
  Log(directory / "log", LogLevel::info).info(std::string(1'000'000, 'x'));
  EXPECT_LT(status_of(directory / "log")->size, 70'000U);
}

// Several processes have the file open; here each is a Log of its own.
TEST(Log, CLI_W30_WritersAtOnceLoseNoLine) {
  const TemporaryDirectory directory;
  ASSERT_OK(create_file(directory / "log", std::string((4U << 20) + (900U << 10), 'o') + "\n"));
  std::vector<std::thread> writers;
  for (int i = 0; i < 4; ++i) {
    writers.emplace_back([&] {
      Log log(directory / "log", LogLevel::info);
      for (int n = 0; n < 100; ++n) log.info(std::string(5000, 'y'));
    });
  }
  for (auto& writer : writers) writer.join();
  size_t whole = 0;
  for (const std::string& name : list_directory(directory.path())) {
    for (const std::string& line : base::lines(text_of(directory / name))) {
      if (line.front() == 'o') continue;
      EXPECT_EQ(line.size(), 28U + 6U + 5000U);
      ++whole;
    }
  }
  EXPECT_EQ(whole, 400U);
}

TEST(Log, FollowsWhenItsFileIsMovedAway) {
  const TemporaryDirectory directory;
  Log log(directory / "log", LogLevel::info);
  log.info("one");
  ASSERT_OK(rename_path(directory / "log", directory / "moved"));
  log.info("two");
  EXPECT_EQ(base::lines(text_of(directory / "log")).size(), 1U);
  EXPECT_EQ(base::lines(text_of(directory / "moved")).size(), 1U);
}

TEST(Log, LevelsComeFromTheEnvironment) {
  EXPECT_EQ(log_level("", ""), LogLevel::info);
  EXPECT_EQ(log_level("", "debug"), LogLevel::debug);
  EXPECT_EQ(log_level("", "TRACE"), LogLevel::debug);
  EXPECT_EQ(log_level("warn", "debug"), LogLevel::warning);
  EXPECT_EQ(log_level("", "workmux=debug"), LogLevel::debug);
  EXPECT_EQ(log_level("", "error,workmux=debug,hyper=info"), LogLevel::debug);
  EXPECT_EQ(log_level("", "workmux::git=warn,debug"), LogLevel::warning);
  EXPECT_EQ(log_level("", "hyper=debug"), LogLevel::info);
  EXPECT_EQ(log_level("", "nonsense"), LogLevel::info);
  EXPECT_EQ(log_level("workmux", ""), LogLevel::debug);
  EXPECT_EQ(log_level(" error ", ""), LogLevel::error);
}

}  // namespace
}  // namespace os
