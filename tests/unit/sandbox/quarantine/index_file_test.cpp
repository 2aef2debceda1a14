#include "sandbox/quarantine/index_file.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "ground.h"
#include "os/files.h"

namespace sandbox::quarantine {
namespace {

using testing::Ground;

TEST(QuarantineIndex, SBX_E1_ReadsWhatGitWritesInEveryVersion) {
  Ground ground;
  ground.write(ground.worktree / "dir" / "a-longer-name-than-the-rest", "x\n");
  ground.write(ground.worktree / "dir" / "intent", "x\n");
  ground.host({"add", "dir/a-longer-name-than-the-rest"});
  ground.host({"update-index", "--add", "--cacheinfo", "160000," + ground.host({"rev-parse", "HEAD"}) + ",sub"});
  for (const auto* const version : {"2", "3", "4"}) {
    ground.host({"update-index", "--index-version", version});
    if (std::string(version) == "3") ground.host({"add", "-N", "dir/intent"});
    const auto contents = parse_index(ground.read(ground.subject.git_dir / "index"), 20);
    ASSERT_TRUE(contents.has_value()) << version;
    std::string listed;
    for (const auto& entry : contents->entries) listed += entry.path + "\n";
    EXPECT_EQ(listed, ground.host({"ls-files"}) + "\n") << version;
    const auto sub = std::ranges::find(contents->entries, "sub", &IndexEntry::path);
    ASSERT_NE(sub, contents->entries.end());
    EXPECT_EQ(sub->mode, kGitlink);
    EXPECT_EQ(sub->id, ground.host({"rev-parse", "HEAD"}));
  }
}

TEST(QuarantineIndex, SBX_E28_EveryCutAndFlippedByteIsSurvived) {
  Ground ground;
  const auto bytes = ground.read(ground.subject.git_dir / "index");
  for (size_t length = 0; length < bytes.size(); ++length) static_cast<void>(parse_index(bytes.substr(0, length), 20));
  for (size_t at = 0; at < bytes.size(); ++at) {
    auto flipped = bytes;
    flipped[at] = static_cast<char>(flipped[at] ^ 0xff);
    static_cast<void>(parse_index(flipped, 20));
    static_cast<void>(parse_index(flipped, 32));
  }
  EXPECT_FALSE(parse_index("DIRC", 20).has_value());
}

TEST(QuarantineIndex, SBX_E1_OnlyOurOwnStaleLockIsRemoved) {
  Ground ground;
  const auto& git_dir = ground.subject.git_dir;
  ground.write(git_dir / kNewIndex, "ours");
  std::filesystem::create_hard_link(git_dir / kNewIndex, git_dir / "index.lock");
  ASSERT_TRUE(clean_up_new_index(git_dir));
  EXPECT_FALSE(os::status_of(git_dir / "index.lock"));
  EXPECT_FALSE(os::status_of(git_dir / kNewIndex));
  ground.write(git_dir / kNewIndex, "ours");
  ground.write(git_dir / "index.lock", "of somebody else");
  ASSERT_TRUE(clean_up_new_index(git_dir));
  EXPECT_TRUE(os::status_of(git_dir / "index.lock"));
  ground.write(git_dir / kNewIndex, "ours");
  EXPECT_FALSE(install_index(git_dir).has_value());
  EXPECT_EQ(ground.read(git_dir / "index.lock"), "of somebody else");
}

}  // namespace
}  // namespace sandbox::quarantine
