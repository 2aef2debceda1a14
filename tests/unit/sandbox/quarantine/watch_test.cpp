#include "sandbox/quarantine/watch.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "ground.h"
#include "os/watch.h"

namespace sandbox::quarantine {
namespace {

using testing::Ground;

TEST(QuarantineWatch, SBX_E1_ACommitOfTheGuestRaisesAnEvent) {
  if (!Ground::has_bubblewrap()) GTEST_SKIP() << "bubblewrap cannot be used here";
  Ground ground;
  ground.prepare();
  ground.in_guest("git branch nested/name");
  const auto directories = watched_directories(ground.subject);
  EXPECT_TRUE(std::ranges::any_of(directories, [&](const auto& directory) {
    return directory.side == Side::facade && directory.path == ground.subject.facade / "git/refs/heads/nested";
  }));
  auto watcher = os::Watcher::create();
  ASSERT_TRUE(watcher.has_value());
  std::vector<std::pair<int, WatchedDirectory>> watches;
  for (const auto& directory : directories) watches.emplace_back(*watcher->add(directory.path), directory);
  const auto concerned = [&](Side side) {
    for (const auto& event : watcher->read()) {
      for (const auto& [watch, directory] : watches) {
        if (watch == event.watch && directory.side == side && concerns_refs(ground.subject, directory, event.name))
          return true;
      }
    }
    return false;
  };
  ground.in_guest("git add . && git status");
  EXPECT_FALSE(concerned(Side::facade));
  ground.in_guest("git commit -q --allow-empty -m x");
  EXPECT_TRUE(concerned(Side::facade));
  ground.in_guest("git commit -q --allow-empty -m x && git switch -q --detach");
  EXPECT_TRUE(concerned(Side::facade));
  ground.git(ground.repository, {"commit", "-q", "--allow-empty", "-m", "x"});
  EXPECT_TRUE(concerned(Side::host));
}

}  // namespace
}  // namespace sandbox::quarantine
