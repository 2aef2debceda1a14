#include "sandbox/mask_watch.h"

#include <poll.h>

#include "sandbox/world.h"

namespace sandbox {
namespace {

using test::World;

bool readable(const MaskWatch& watch) {
  pollfd entry{watch.descriptor(), POLLIN, 0};
  return poll(&entry, 1, 1000) > 0;
}

TEST(MaskWatch, SBX_6_4_1_notices_that_an_editor_replaced_a_masked_file) {
  World world;
  const auto secret = world.file("w/.env", "a");
  world.file("w/other", "b");
  auto watch = MaskWatch::create({secret});
  ASSERT_TRUE(watch);
  world.file("w/other", "c");
  EXPECT_TRUE(readable(*watch));
  EXPECT_TRUE(watch->replaced().empty());
  world.file("w/.env.tmp", "new");
  std::filesystem::rename(world.root / "w/.env.tmp", secret);
  EXPECT_TRUE(readable(*watch));
  EXPECT_EQ(watch->replaced(), std::vector<std::filesystem::path>{secret});
  EXPECT_TRUE(watch->replaced().empty());
}

TEST(MaskWatch, writing_in_place_keeps_the_mask) {
  World world;
  const auto secret = world.file("w/.env", "a");
  auto watch = MaskWatch::create({secret});
  ASSERT_TRUE(watch);
  world.file("w/.env", "b");
  EXPECT_TRUE(watch->replaced().empty());
}

}  // namespace
}  // namespace sandbox
