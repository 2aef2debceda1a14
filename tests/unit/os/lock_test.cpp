#include "os/lock.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "os/process.h"
#include "os/support.h"

namespace os {
namespace {

using std::chrono::milliseconds;
using test::TemporaryDirectory;

TEST(Lock, IsHeldByOne) {
  const TemporaryDirectory directory;
  auto first = FileLock::acquire(directory / "lock");
  ASSERT_OK(first);
  EXPECT_TRUE(first->held());
  EXPECT_EQ(status_of(directory / "lock")->mode, 0600U);
  auto second = FileLock::try_acquire(directory / "lock");
  ASSERT_OK(second);
  EXPECT_FALSE(second->has_value());
  first->release();
  EXPECT_FALSE(first->held());
  second = FileLock::try_acquire(directory / "lock");
  ASSERT_OK(second);
  EXPECT_TRUE(second->has_value());
}

TEST(Lock, WaitingEndsAtTheLimitAndSaysSo) {
  const TemporaryDirectory directory;
  auto holder = FileLock::acquire(directory / "lock");
  ASSERT_OK(holder);
  int told = 0;
  const auto start = std::chrono::steady_clock::now();
  auto waiting = FileLock::acquire(directory / "lock", milliseconds(350), [&] { ++told; });
  EXPECT_GE(std::chrono::steady_clock::now() - start, milliseconds(350));
  ASSERT_FALSE(waiting);
  EXPECT_NE(waiting.error().message.find("another process holds it"), std::string::npos);
  EXPECT_EQ(told, 1);
}

TEST(Lock, AShortWaitTellsNobody) {
  const TemporaryDirectory directory;
  auto holder = FileLock::acquire(directory / "lock");
  ASSERT_OK(holder);
  int told = 0;
  EXPECT_FALSE(FileLock::acquire(directory / "lock", milliseconds(20), [&] { ++told; }));
  EXPECT_EQ(told, 0);
}

TEST(Lock, AWaiterGetsItAfterALongWait) {
  const TemporaryDirectory directory;
  auto holder = FileLock::acquire(directory / "lock");
  ASSERT_OK(holder);
  std::atomic<bool> told = false;
  std::thread releaser([&] {
    EXPECT_TRUE(test::eventually([&] { return told.load(); }));
    std::this_thread::sleep_for(milliseconds(50));
    holder->release();
  });
  auto waiting = FileLock::acquire(directory / "lock", std::nullopt, [&] { told = true; });
  releaser.join();
  ASSERT_OK(waiting);
  EXPECT_TRUE(waiting->held());
}

TEST(Lock, ALinkIsNotFollowed) {
  const TemporaryDirectory directory;
  ASSERT_OK(make_symlink("elsewhere", directory / "lock"));
  EXPECT_FALSE(FileLock::acquire(directory / "lock"));
  EXPECT_FALSE(FileLock::try_acquire(directory / "lock"));
  EXPECT_FALSE(status_of(directory / "elsewhere"));
}

TEST(Lock, MakesItsDirectory) {
  const TemporaryDirectory directory;
  ASSERT_OK(FileLock::acquire(directory / "a/b/lock"));
  EXPECT_EQ(status_of(directory / "a")->mode, 0700U);
}

TEST(Lock, HundredAtOnceNeverOverlap) {
  const TemporaryDirectory directory;
  std::atomic<int> inside = 0;
  std::atomic<int> overlaps = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 100; ++i) {
    threads.emplace_back([&] {
      auto lock = FileLock::acquire(directory / "lock");
      ASSERT_OK(lock);
      if (++inside != 1) ++overlaps;
      std::this_thread::yield();
      --inside;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(overlaps, 0);
}

TEST(Lock, SurvivesDeletionOfItsFile) {
  const TemporaryDirectory directory;
  std::atomic<int> inside = 0;
  std::atomic<int> overlaps = 0;
  auto holder = FileLock::acquire(directory / "lock");
  ASSERT_OK(holder);
  std::thread waiter([&] {
    auto lock = FileLock::acquire(directory / "lock");
    ASSERT_OK(lock);
    if (++inside != 1) ++overlaps;
    // What the waiter holds is the file that the path names now.
    EXPECT_FALSE(FileLock::try_acquire(directory / "lock").value().has_value());
    --inside;
  });
  std::this_thread::sleep_for(milliseconds(20));
  ASSERT_OK(remove_file(directory / "lock"));
  holder->release();
  waiter.join();
  EXPECT_EQ(overlaps, 0);
}

// The child inherits the lock, so that it is the holder once we have let go.
TEST(Lock, IsReleasedWhenItsHolderIsKilled) {
  const TemporaryDirectory directory;
  auto lock = FileLock::acquire(directory / "lock");
  ASSERT_OK(lock);
  Command command;
  command.arguments = {"sleep", "100"};
  command.descriptors = {{lock->descriptor(), 3}};
  auto holder = start(command);
  ASSERT_OK(holder);
  lock->release();
  EXPECT_FALSE(FileLock::try_acquire(directory / "lock").value().has_value());
  holder->signal(SIGKILL);
  holder->wait();
  EXPECT_TRUE(FileLock::try_acquire(directory / "lock").value().has_value());
}

}  // namespace
}  // namespace os
