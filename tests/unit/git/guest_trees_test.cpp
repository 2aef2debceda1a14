#include "git/guest_trees.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "git/record.h"
#include "git/support.h"

namespace git {
namespace {

namespace fs = std::filesystem;
using testing::Directory;

TEST(GuestTrees, SBX_E19_AreTheSandboxedWorktreesOfEveryRepository) {
  const Directory place;
  EXPECT_TRUE(guest_trees(place.path()).empty());
  const auto save = [&](const char* project, const char* handle, bool sandbox) {
    WorktreeRecord record;
    record.path = fs::path("/work") / project / handle;
    record.branch = handle;
    record.sandbox = sandbox;
    ASSERT_TRUE(save_record(place.path() / "worktrees" / project, handle, record));
  };
  save("a-0123456789", "x", true);
  save("a-0123456789", "y", false);
  save("b-0123456789", "z", true);
  std::vector<fs::path> trees = guest_trees(place.path());
  std::ranges::sort(trees);
  EXPECT_EQ(trees, (std::vector<fs::path>{"/work/a-0123456789/x", "/work/b-0123456789/z"}));
}

}  // namespace
}  // namespace git
