#include "workflow/hooks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "os/files.h"

namespace workflow {
namespace {

class Hooks : public testing::Test {
 protected:
  void SetUp() override {
    root_ = os::make_temporary_directory("/tmp", "wm-hooks-").value();
    context_.handle = "feat-x";
    context_.branch = "feat/x";
    context_.worktree = root_;
    context_.project_root = "/w/app";
    context_.config_dir = root_;
    context_.directory = root_;
  }
  void TearDown() override { (void)os::remove_tree(root_); }

  std::filesystem::path root_;
  HookContext context_;
};

TEST_F(Hooks, CLI_W15_EveryHookHasTheSameVariables) {
  context_.target_branch = "main";
  const os::Environment environment = hook_environment({}, context_);
  EXPECT_EQ(environment.get("WM_HANDLE"), "feat-x");
  EXPECT_EQ(environment.get("WORKMUX_HANDLE"), "feat-x");
  EXPECT_EQ(environment.get("WM_BRANCH_NAME"), "feat/x");
  EXPECT_EQ(environment.get("WM_PROJECT_ROOT"), "/w/app");
  EXPECT_EQ(environment.get("WM_TARGET_BRANCH"), "main");
  EXPECT_FALSE(environment.has("WM_BASE_BRANCH"));
}

TEST_F(Hooks, RunInTheirDirectoryInOrder) {
  ASSERT_TRUE(run_hooks(HookKind::post_create, {"echo one > log", "[[ -f log ]] && echo two >> log"},
                        os::Environment::current(), context_));
  EXPECT_EQ(os::read_file(root_ / "log").value(), "one\ntwo\n");
}

TEST_F(Hooks, TheFirstFailureStopsTheRest) {
  const auto result = run_hooks(HookKind::pre_remove, {"exit 3", "touch second"}, os::Environment::current(), context_);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, "Failed to run pre-remove command: 'exit 3'");
  EXPECT_THAT(result.error().causes, testing::ElementsAre("It ended with exit code 3"));
  EXPECT_FALSE(os::status_of(root_ / "second"));
}

}  // namespace
}  // namespace workflow
