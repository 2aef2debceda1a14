#include "sandbox/snapshot.h"

#include "sandbox/world.h"

namespace sandbox {
namespace {

using test::World;

Snapshot example() {
  Snapshot snapshot;
  snapshot.worktree = "/w/app__worktrees/fix";
  snapshot.main_worktree = "/w/app";
  snapshot.common_dir = "/w/app/.git";
  snapshot.git_dir = "/w/app/.git/worktrees/fix";
  snapshot.handle = "fix";
  snapshot.project_id = "app-0123456789";
  snapshot.branch = "fix";
  snapshot.base = "main";
  snapshot.agent = "claude";
  snapshot.config.sandbox.enabled = true;
  snapshot.config.sandbox.backend = config::SandboxBackend::bubblewrap;
  snapshot.depth = 2;
  return snapshot;
}

TEST(Snapshot, SBX_E5_comes_back_as_written_and_is_private) {
  World world;
  const auto id = write_snapshot(world.paths.state, example());
  ASSERT_TRUE(id) << base::describe(id.error());
  const auto file = world.paths.state / "sandbox" / "snapshots" / (*id + ".json");
  EXPECT_EQ(os::status_of(file)->mode & 0777U, 0600U);
  const auto read = read_snapshot(world.paths.state, *id);
  ASSERT_TRUE(read) << base::describe(read.error());
  EXPECT_EQ(read->worktree, example().worktree);
  EXPECT_EQ(read->git_dir, example().git_dir);
  EXPECT_EQ(read->depth, 2);
  EXPECT_EQ(read->root_id(), *id);
  EXPECT_TRUE(read->config == example().config);
  EXPECT_GT(read->created_at, 0);
}

TEST(Snapshot, ids_that_are_none_are_refused) {
  World world;
  for (const char* id :
       {"", "../../etc/passwd", "0123", "ABCDEF0123456789ABCDEF0123456789", "00000000000000000000000000000000"}) {
    EXPECT_FALSE(read_snapshot(world.paths.state, id)) << id;
  }
}

TEST(Snapshot, damaged_and_hostile_contents_are_refused) {
  World world;
  const auto id = *write_snapshot(world.paths.state, example());
  const auto file = world.paths.state / "sandbox" / "snapshots" / (id + ".json");
  const auto good = test::text_of(file);
  auto with = [&](const std::string& from, const std::string& to) {
    auto text = good;
    text.replace(text.find(from), from.size(), to);
    std::ofstream(file, std::ios::trunc) << text;
    return read_snapshot(world.paths.state, id).has_value();
  };
  EXPECT_FALSE(with("/w/app__worktrees/fix", "relative"));
  EXPECT_FALSE(with("\"handle\":\"fix\"", "\"handle\":\"../x\""));
  EXPECT_FALSE(with("\"depth\":2", "\"depth\":-1"));
  EXPECT_FALSE(with("\"depth\":2", "\"depth\":\"2\""));
  EXPECT_FALSE(with("{", "["));
  std::ofstream(file, std::ios::trunc) << good;
  EXPECT_TRUE(read_snapshot(world.paths.state, id));
}

TEST(Snapshot, invalid_ones_are_not_written_and_those_of_a_worktree_are_removed) {
  World world;
  auto bad = example();
  bad.worktree = "relative";
  EXPECT_FALSE(write_snapshot(world.paths.state, bad));
  auto other = example();
  other.handle = "other";
  const auto kept = *write_snapshot(world.paths.state, other);
  const auto gone = *write_snapshot(world.paths.state, example());
  ASSERT_TRUE(remove_snapshots(world.paths.state, "app-0123456789", "fix"));
  EXPECT_TRUE(read_snapshot(world.paths.state, kept));
  EXPECT_FALSE(read_snapshot(world.paths.state, gone));
}

}  // namespace
}  // namespace sandbox
