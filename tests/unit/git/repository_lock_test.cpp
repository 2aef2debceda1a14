#include "git/repository_lock.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "git/support.h"

namespace git {
namespace {

using testing::TestRepository;
using testing::value;

TEST(RepositoryLock, OneHolderPerRepository) {
  const TestRepository repo;
  const Repository found = repo.discovered();
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  std::vector<std::thread> holders;
  for (int i = 0; i < 4; ++i) {
    holders.emplace_back([&] {
      auto lock = lock_repository(found);
      ASSERT_TRUE(lock);
      const int now = ++inside;
      if (now > most) most = now;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      --inside;
    });
  }
  for (std::thread& holder : holders) holder.join();
  EXPECT_EQ(most, 1);
  EXPECT_TRUE(std::filesystem::exists(repo.main() / ".git/.workmux.lock"));
}

TEST(RepositoryLock, WT_W39_SaysThatItWaitsAfterTwoSeconds) {
  const TestRepository repo;
  const Repository found = repo.discovered(repo.add_worktree("topic", "topic"));
  auto held = value(lock_repository(repo.discovered()));
  std::atomic<int> told = 0;
  std::thread waiter([&] { EXPECT_TRUE(lock_repository(found, [&] { ++told; })); });
  std::this_thread::sleep_for(std::chrono::milliseconds(1000));
  EXPECT_EQ(told, 0);
  std::this_thread::sleep_for(std::chrono::milliseconds(2000));
  EXPECT_EQ(told, 1);
  held.release();
  waiter.join();
}

TEST(RepositoryLock, AnErrorNamesTheFile) {
  const TestRepository repo;
  Repository found = repo.discovered();
  found.common_dir /= "missing";
  const auto lock = lock_repository(found);
  ASSERT_FALSE(lock);
  EXPECT_NE(lock.error().message.find(".workmux.lock"), std::string::npos);
}

}  // namespace
}  // namespace git
