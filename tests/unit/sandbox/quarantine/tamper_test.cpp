#include "sandbox/quarantine/tamper.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "ground.h"
#include "os/files.h"

namespace sandbox::quarantine {
namespace {

using testing::Ground;

class QuarantineTamper : public ::testing::Test {
 protected:
  void SetUp() override {
    ground.write(common / "hooks" / "pre-commit", "#!/bin/sh\ntrue\n");
    ASSERT_TRUE(os::set_mode(common / "hooks" / "pre-commit", 0755));
    ground.write(common / "modules" / "a" / "b" / "HEAD", "ref: refs/heads/main\n");
    ground.write(common / "modules" / "a" / "b" / "config", "[core]\n");
    const auto made = record_tamper(common);
    ASSERT_TRUE(made.has_value());
    ASSERT_TRUE(write_tamper_record(ground.root / "state" / "tamper.json", *made));
    const auto again = read_tamper_record(ground.root / "state" / "tamper.json");
    ASSERT_TRUE(again.has_value() && again->has_value());
    record = **again;
  }

  std::vector<std::string> changed() const {
    std::vector<std::string> paths;
    const auto changes = compare_tamper(common, record);
    EXPECT_TRUE(changes.has_value());
    for (const auto& change : *changes) paths.push_back(change.path);
    return paths;
  }

  Ground ground;
  std::filesystem::path common = ground.subject.common_dir;
  TamperRecord record;
};

TEST_F(QuarantineTamper, SBX_E1_UnchangedAlsoWhenTouchedOrUsed) {
  EXPECT_TRUE(changed().empty());
  ground.write(common / "config", ground.read(common / "config"));  // same bytes, new file
  ground.host({"commit", "-q", "--allow-empty", "-m", "x"});
  EXPECT_TRUE(changed().empty());
}

TEST_F(QuarantineTamper, SBX_E1_EveryPlaceThatRunsCodeIsSeen) {
  ground.write(common / "config", ground.read(common / "config") + "[core]\n\tfsmonitor = evil\n");
  ground.write(common / "config.worktree", "[core]\n");
  ground.write(common / "hooks" / "post-checkout", "evil\n");
  ground.write(common / "info" / "attributes", "* filter=evil\n");
  ground.write(common / "modules" / "a" / "b" / "hooks" / "x", "evil\n");
  ground.write(common / "worktrees" / "feat" / "gitdir", "/elsewhere/.git\n");
  ASSERT_TRUE(os::remove_file(common / "modules" / "a" / "b" / "config"));
  EXPECT_EQ(changed(),
            (std::vector<std::string>{"config", "config.worktree", "hooks/post-checkout", "info/attributes",
                                      "modules/a/b/config", "modules/a/b/hooks/x", "worktrees/feat/gitdir"}));
  const auto text = describe_tamper(*compare_tamper(common, record));
  EXPECT_NE(text.find("fsmonitor = evil"), std::string::npos) << text;
  ASSERT_TRUE(restore_tamper(common, record).has_value());
  EXPECT_TRUE(changed().empty());
  EXPECT_EQ(ground.git(ground.repository, {"config", "--get", "core.bare"}), "false");
}

TEST_F(QuarantineTamper, SBX_E1_ModesAndLinksAreChangesAndAreRestored) {
  ASSERT_TRUE(os::set_mode(common / "hooks" / "pre-commit", 0644));
  EXPECT_EQ(changed(), std::vector<std::string>{"hooks/pre-commit"});
  ASSERT_TRUE(os::rename_path(common / "hooks", common / "h"));
  ASSERT_TRUE(os::make_symlink((common / "h").string(), common / "hooks"));
  EXPECT_FALSE(changed().empty());
  ASSERT_TRUE(restore_tamper(common, record).has_value());
  EXPECT_TRUE(changed().empty());
  EXPECT_EQ(os::status_of(common / "hooks" / "pre-commit")->mode, 0755U);
}

}  // namespace
}  // namespace sandbox::quarantine
