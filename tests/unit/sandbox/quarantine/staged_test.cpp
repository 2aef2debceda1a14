#include "sandbox/quarantine/staged.h"

#include <gtest/gtest.h>

#include "ground.h"

namespace sandbox::quarantine {
namespace {

using testing::Ground;

class QuarantineStaged : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!Ground::has_bubblewrap()) GTEST_SKIP() << "bubblewrap cannot be used here";
    ground.prepare();
  }
  Ground ground;
};

TEST_F(QuarantineStaged, SBX_E1_AddedChangedAndRemovedEntries) {
  ground.in_guest(
      "echo n > new && echo c > file && git add new file && git rm -q dir/other && mkdir dir && echo d > dir/deep && "
      "git add "
      "dir && chmod +x new && git add new && ln -s file link && git add link");
  ground.import();
  const auto staged = take_staged(ground.subject);
  ASSERT_TRUE(staged.has_value()) << base::describe(staged.error());
  EXPECT_EQ(staged->changed, 5U);
  EXPECT_LE(staged->processes, 4);
  EXPECT_EQ(ground.host({"ls-files", "-s"}), ground.in_guest("git ls-files -s"));
  EXPECT_EQ(ground.host({"diff", "--name-only"}), "");
  ground.host({"commit", "-qm", "what the guest staged"});
  EXPECT_EQ(ground.git(ground.repository, {"fsck", "--strict"}), "");
  EXPECT_EQ(take_staged(ground.subject).has_value(), false) << "HEADs differ now";
}

TEST_F(QuarantineStaged, SBX_E1_NothingStaged) {
  const auto staged = take_staged(ground.subject);
  ASSERT_TRUE(staged.has_value());
  EXPECT_EQ(staged->changed, 0U);
  EXPECT_LE(staged->processes, 1);
}

TEST_F(QuarantineStaged, SBX_E1_ConflictsAreRefused) {
  ground.in_guest(
      "git switch -qc side && echo s > file && git commit -qam s && git switch -q feat && echo f > file && git commit "
      "-qam f && "
      "! git merge -q side");
  ground.import();
  const auto staged = take_staged(ground.subject);
  ASSERT_FALSE(staged.has_value());
  EXPECT_NE(staged.error().message.find("'file'"), std::string::npos);
}

}  // namespace
}  // namespace sandbox::quarantine
