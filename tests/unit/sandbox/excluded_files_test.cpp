#include "sandbox/excluded_files.h"

#include "sandbox/world.h"

namespace sandbox {
namespace {

using test::World;

TEST(ExcludedFiles, SBX_A10_masks_both_worktrees_and_skips_what_points_out) {
  World world;
  const auto own = world.file("w/.env", "a");
  const auto main = world.file("r/.env", "b");
  world.directory("w/dir");
  const auto masks =
      excluded_file_masks({".env", "../x", "dir", "/etc/passwd", "missing"}, {world.root / "w", world.root / "r"});
  ASSERT_EQ(masks.mounts.size(), 3U);
  EXPECT_EQ(masks.mounts[0].target, own);
  EXPECT_EQ(masks.mounts[0].kind, MountKind::null_file);
  EXPECT_EQ(masks.mounts[1].target, main);
  EXPECT_EQ(masks.mounts[2].kind, MountKind::empty_directory);
  EXPECT_EQ(masks.files, (std::vector<std::filesystem::path>{own, main}));
  ASSERT_EQ(masks.warnings.size(), 3U);
  EXPECT_NE(masks.warnings[0].find("../x"), std::string::npos);
  EXPECT_NE(masks.warnings[2].find("does not exist on disk"), std::string::npos);
}

TEST(ExcludedFiles, a_name_with_two_dots_inside_is_fine) {
  World world;
  world.file("w/a..b", "x");
  EXPECT_EQ(excluded_file_masks({"a..b"}, {world.root / "w"}).mounts.size(), 1U);
}

TEST(ExcludedFiles, SBX_6_4_1_masks_what_a_link_leads_to_and_nothing_outside) {
  World world;
  const auto secret = world.file("r/secret", "x");
  world.directory("w");
  std::filesystem::create_symlink(secret, world.root / "w" / ".env");
  std::filesystem::create_symlink(world.file("elsewhere", "y"), world.root / "w" / "out");
  const auto masks = excluded_file_masks({".env", "out"}, {world.root / "w", world.root / "r"});
  ASSERT_EQ(masks.mounts.size(), 1U);
  EXPECT_EQ(masks.mounts[0].target, secret);
}

}  // namespace
}  // namespace sandbox
