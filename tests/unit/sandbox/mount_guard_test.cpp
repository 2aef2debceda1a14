#include "sandbox/mount_guard.h"

#include "sandbox/mount_paths.h"
#include "sandbox/world.h"

namespace sandbox {
namespace {

using test::World;

class MountGuard : public testing::Test {
 protected:
  MountRules rules() const { return mount_rules(world.paths.home, world.paths.config, world.paths.state); }
  bool accepts(const std::filesystem::path& source) const {
    return check_mount({.source = source, .target = "/work"}, rules(), "test").has_value();
  }
  World world;
};

TEST_F(MountGuard, SBX_E3_refuses_root_home_and_ancestors_of_home) {
  EXPECT_FALSE(accepts("/"));
  EXPECT_FALSE(accepts(world.paths.home));
  EXPECT_FALSE(accepts(world.paths.home.parent_path()));
  EXPECT_FALSE(accepts(world.paths.home.parent_path().parent_path()));
  EXPECT_TRUE(accepts(world.directory("home/code/app")));
}

TEST_F(MountGuard, SBX_E3_refuses_secret_directories_what_lies_in_them_and_what_holds_them) {
  world.directory("home/.ssh/a/b");
  world.directory("home/.config/gh");
  EXPECT_FALSE(accepts(world.paths.home / ".ssh"));
  EXPECT_FALSE(accepts(world.paths.home / ".ssh/a/b"));
  EXPECT_FALSE(accepts(world.paths.home / ".config"));
  EXPECT_FALSE(accepts(world.paths.state));
}

TEST_F(MountGuard, SBX_E3_a_link_counts_as_what_it_leads_to) {
  world.directory("home/.ssh");
  std::filesystem::create_symlink(world.paths.home / ".ssh", world.root / "innocent");
  std::filesystem::create_symlink(world.paths.home, world.root / "also");
  EXPECT_FALSE(accepts(world.root / "innocent"));
  EXPECT_FALSE(accepts(world.root / "also"));
}

TEST_F(MountGuard, SBX_E3_a_secret_directory_that_is_a_link_is_denied_where_it_really_is) {
  const auto real = world.directory("dotfiles/ssh");
  std::filesystem::create_symlink(real, world.paths.home / ".ssh");
  EXPECT_FALSE(accepts(real));
  EXPECT_FALSE(accepts(world.root / "dotfiles"));
}

TEST_F(MountGuard, SBX_E3_refuses_commas_line_breaks_and_dots) {
  EXPECT_FALSE(accepts(world.directory("a,readonly=false")));
  EXPECT_FALSE(accepts(world.directory("a\nb")));
  EXPECT_FALSE(accepts(world.root / "x" / ".." / "home"));
  EXPECT_FALSE(accepts("relative"));
  EXPECT_FALSE(accepts(world.root / "missing"));
}

TEST_F(MountGuard, gives_the_real_path_back) {
  const auto real = world.directory("real");
  std::filesystem::create_symlink(real, world.root / "link");
  const auto mount = check_mount({.source = world.root / "link", .target = "/x", .writable = true}, rules(), "test");
  ASSERT_TRUE(mount);
  EXPECT_EQ(mount->source, real);
  EXPECT_TRUE(mount->writable);
}

TEST_F(MountGuard, what_we_made_ourselves_in_our_state_is_exempt_but_never_home) {
  auto with = rules();
  const auto facade = world.paths.state / "sandbox" / "git";
  std::filesystem::create_directories(facade);
  with.exempt = {facade, world.paths.home};
  EXPECT_TRUE(check_mount({.source = facade, .target = "/x"}, with, "test"));
  EXPECT_FALSE(check_mount({.source = world.paths.home, .target = "/x"}, with, "test"));
}

TEST_F(MountGuard, places_of_the_sandbox_are_no_targets) {
  const auto source = world.directory("data");
  for (const char* target :
       {"/", "/proc", "/proc/sys", "/dev/x", "/sys", "/usr", "/etc", "/run", "relative", "/a/../usr"}) {
    EXPECT_FALSE(check_mount({.source = source, .target = target}, rules(), "test")) << target;
  }
  EXPECT_TRUE(check_mount({.source = source, .target = "/data"}, rules(), "test"));
}

TEST_F(MountGuard, the_message_names_key_path_and_reason) {
  const auto mount = check_mount({.source = world.paths.home, .target = "/x"}, rules(), "sandbox.extra_mounts");
  ASSERT_FALSE(mount);
  EXPECT_NE(mount.error().message.find("sandbox.extra_mounts"), std::string::npos);
  EXPECT_NE(mount.error().message.find(world.paths.home.string()), std::string::npos);
  EXPECT_NE(mount.error().message.find("home directory"), std::string::npos);
}

}  // namespace
}  // namespace sandbox
