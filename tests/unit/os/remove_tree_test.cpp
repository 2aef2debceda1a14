#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "os/files.h"
#include "os/support.h"

namespace os {
namespace {

using test::TemporaryDirectory;
using test::text_of;

TEST(RemoveTree, RemovesEverythingBelow) {
  const TemporaryDirectory directory;
  ASSERT_OK(make_directories(directory / "tree/a/b"));
  for (int i = 0; i < 100; ++i) ASSERT_OK(create_file(directory / ("tree/a/" + std::to_string(i)), "x"));
  ASSERT_EQ(::mkfifo((directory / "tree/a/fifo").c_str(), 0600), 0);
  ASSERT_OK(remove_tree(directory / "tree/"));
  EXPECT_FALSE(status_of(directory / "tree"));
  ASSERT_OK(create_file(directory / "file", "x"));
  ASSERT_OK(remove_tree(directory / "file"));
  EXPECT_FALSE(status_of(directory / "file"));
}

TEST(RemoveTree, NeverFollowsALink) {
  const TemporaryDirectory directory;
  ASSERT_OK(make_directories(directory / "outside/deep"));
  ASSERT_OK(create_file(directory / "outside/deep/canary", "alive"));
  ASSERT_OK(make_directories(directory / "tree/a"));
  ASSERT_OK(make_symlink((directory / "outside").native(), directory / "tree/link"));
  ASSERT_OK(make_symlink("../../outside/deep", directory / "tree/a/link"));
  ASSERT_OK(make_symlink("/", directory / "tree/a/root"));
  ASSERT_OK(remove_tree(directory / "tree"));
  EXPECT_EQ(text_of(directory / "outside/deep/canary"), "alive");
  ASSERT_OK(make_symlink("outside", directory / "link"));
  ASSERT_OK(remove_tree(directory / "link"));
  EXPECT_EQ(text_of(directory / "outside/deep/canary"), "alive");
  EXPECT_FALSE(status_of(directory / "link"));
}

TEST(RemoveTree, RefusesPathsThatNameNoEntry) {
  for (const char* path : {"", "/", ".", "..", "a/..", "/../.."}) EXPECT_FALSE(remove_tree(path)) << path;
}

TEST(RemoveTree, TakesReadOnlyDirectories) {
  const TemporaryDirectory directory;
  ASSERT_OK(make_directories(directory / "tree/a/b"));
  ASSERT_OK(create_file(directory / "tree/a/b/file", "x", 0400));
  for (const char* path : {"tree/a/b", "tree/a"}) ASSERT_OK(set_mode(directory / path, 0));
  ASSERT_OK(remove_tree(directory / "tree"));
  EXPECT_FALSE(status_of(directory / "tree"));
}

// A guest can make a tree that is deeper than any stack, path or table of descriptors.
TEST(RemoveTree, DepthCostsNeitherStackNorDescriptors) {
  const TemporaryDirectory directory;
  ASSERT_OK(make_directories(directory / "tree"));
  Descriptor at(::open((directory / "tree").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  constexpr int kDepth = 1500;
  for (int i = 0; i < kDepth; ++i) {
    ASSERT_EQ(::mkdirat(at.get(), "d", 0700), 0);
    at.reset(::openat(at.get(), "d", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    ASSERT_TRUE(at.valid());
  }
  at.reset();
  ASSERT_OK(remove_tree(directory / "tree"));
  EXPECT_FALSE(status_of(directory / "tree"));
}

// A directory that turns into a link to elsewhere again and again while it is removed.
TEST(RemoveTree, SwappingADirectoryForALinkDoesNotLeadOutside) {
  const TemporaryDirectory directory;
  ASSERT_OK(make_directories(directory / "outside/sub"));
  ASSERT_OK(create_file(directory / "outside/canary", "alive"));
  ASSERT_OK(create_file(directory / "outside/sub/canary", "alive"));
  std::atomic<bool> over = false;
  const auto victim = directory / "tree/victim";
  std::thread attacker([&] {
    while (!over) {
      ::mkdir((directory / "tree").c_str(), 0700);
      ::mkdir(victim.c_str(), 0700);
      ::mkdir((victim / "sub").c_str(), 0700);
      ::rename(victim.c_str(), (directory / "tree/old").c_str());
      ::symlink("../outside", victim.c_str());
    }
  });
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(400);
  while (std::chrono::steady_clock::now() < end) static_cast<void>(remove_tree(directory / "tree"));
  over = true;
  attacker.join();
  EXPECT_EQ(text_of(directory / "outside/canary"), "alive");
  EXPECT_EQ(text_of(directory / "outside/sub/canary"), "alive");
  EXPECT_TRUE(remove_tree(directory / "tree"));
}

TEST(RemoveTree, AnErrorNamesTheEntryInTheWay) {
  const auto result = remove_tree("/proc/self/status");
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().message.find("/proc/self/status"), std::string::npos);
}

// In a thread with a mount name space of its own, which takes the mount with it.
TEST(RemoveTree, StopsAtAMountPoint) {
  const TemporaryDirectory directory;
  ASSERT_OK(make_directories(directory / "outside"));
  ASSERT_OK(create_file(directory / "outside/canary", "alive"));
  ASSERT_OK(make_directories(directory / "tree/mount"));
  bool mounted = false;
  base::Result<> result;
  std::thread([&] {
    mounted = ::unshare(CLONE_FS | CLONE_NEWNS) == 0 && ::mount("", "/", "", MS_REC | MS_PRIVATE, "") == 0 &&
              ::mount((directory / "outside").c_str(), (directory / "tree/mount").c_str(), "", MS_BIND, "") == 0;
    if (mounted) result = remove_tree(directory / "tree");
  }).join();
  if (!mounted) GTEST_SKIP() << "only root may mount";
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().message.find("mount point"), std::string::npos) << result.error().message;
  EXPECT_EQ(text_of(directory / "outside/canary"), "alive");
}

}  // namespace
}  // namespace os
