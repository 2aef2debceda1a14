#include "git/metadata.h"

#include <gtest/gtest.h>

#include "git/support.h"

namespace git {
namespace {

using testing::read_text;
using testing::TestRepository;
using testing::try_git;
using testing::value;

ConfigFile settings(const TestRepository& repo) {
  return value(read_local_config(repo.discovered()));
}

TEST(Metadata, WT_A1_GitReadsTheKeysAsScriptsDo) {
  const TestRepository repo;
  const Repository found = repo.discovered();
  ASSERT_TRUE(set_base(found, "feature/Login", "origin/main"));
  ASSERT_TRUE(store_metadata(found, "feature-login", {.mode = Mode::window, .target_window = "rev"}));
  EXPECT_EQ(repo.git({"config", "--local", "--get", "branch.feature/Login.workmux-base"}), "origin/main");
  EXPECT_EQ(repo.git({"config", "workmux.worktree.feature-login.mode"}), "window");
  EXPECT_EQ(repo.git({"config", "workmux.worktree.feature-login.target-window"}), "rev");
  EXPECT_EQ(base_of(settings(repo), "feature/Login"), "origin/main");
  EXPECT_EQ(metadata_of(settings(repo), "feature-login"),
            (WorktreeMetadata{.mode = Mode::window, .target_window = "rev"}));
}

TEST(Metadata, ReadsWhatGitWrote) {
  const TestRepository repo;
  repo.git({"config", "branch.x.y.workmux-base", "v1.2"});
  repo.git({"config", "workmux.worktree.h.Mode", "session"});
  repo.git({"config", "workmux.worktree.h.window-session", "work"});
  EXPECT_EQ(base_of(settings(repo), "x.y"), "v1.2");
  EXPECT_EQ(metadata_of(settings(repo), "h").mode, Mode::session);
  EXPECT_EQ(metadata_of(settings(repo), "h").window_session, "work");
  EXPECT_EQ(metadata_of(settings(repo), "none"), WorktreeMetadata{});
}

TEST(Metadata, WT_A3_RemovalLeavesNothing) {
  const TestRepository repo;
  const Repository found = repo.discovered();
  const std::string before = read_text(found.config_path());
  ASSERT_TRUE(set_base(found, "feature/x", "main"));
  ASSERT_TRUE(store_metadata(found, "short", {.mode = Mode::session, .target_session = "rev", .window_session = "w"}));
  ASSERT_TRUE(remove_metadata(found, "short"));
  EXPECT_FALSE(try_git(repo.main(), {"config", "--get-regexp", "^workmux\\."}).ok());
  ASSERT_TRUE(remove_base(found, "feature/x"));
  EXPECT_EQ(read_text(found.config_path()), before);
  EXPECT_TRUE(remove_metadata(found, "never-there"));
}

TEST(Metadata, StoringUnsetsWhatIsNotGiven) {
  const TestRepository repo;
  const Repository found = repo.discovered();
  ASSERT_TRUE(store_metadata(found, "h", {.mode = Mode::window, .target_window = "a", .window_session = "s"}));
  ASSERT_TRUE(store_metadata(found, "h", {.mode = Mode::session, .target_session = "b"}));
  EXPECT_EQ(metadata_of(settings(repo), "h"), (WorktreeMetadata{.mode = Mode::session, .target_session = "b"}));
}

TEST(Metadata, SBX_E2_HostileValuesCountAsAbsent) {
  const TestRepository repo;
  repo.git({"config", "workmux.worktree.h.mode", "both"});
  repo.git({"config", "workmux.worktree.h.target-window", "a:b"});
  repo.git({"config", "workmux.worktree.h.target-session", "=other"});
  repo.git({"config", "workmux.worktree.h.window-session", "a\nb"});
  repo.git({"config", "branch.x.workmux-base", "--exec=evil"});
  repo.git({"config", "branch.y.workmux-base", "a\nb"});
  EXPECT_EQ(metadata_of(settings(repo), "h"), WorktreeMetadata{});
  EXPECT_EQ(base_of(settings(repo), "x"), std::nullopt);
  EXPECT_EQ(base_of(settings(repo), "y"), std::nullopt);
}

TEST(Metadata, WT_W36_RenamesFollow) {
  const TestRepository repo;
  const Repository found = repo.discovered();
  ASSERT_TRUE(store_metadata(found, "old", {.mode = Mode::session}));
  ASSERT_TRUE(set_base(found, "child", "old"));
  ASSERT_TRUE(set_base(found, "other", "main"));
  ASSERT_TRUE(rename_metadata(found, "old", "new"));
  ASSERT_TRUE(rename_base(found, "old", "new"));
  EXPECT_EQ(metadata_of(settings(repo), "old"), WorktreeMetadata{});
  EXPECT_EQ(metadata_of(settings(repo), "new").mode, Mode::session);
  EXPECT_EQ(base_of(settings(repo), "child"), "new");
  EXPECT_EQ(base_of(settings(repo), "other"), "main");
}

TEST(Metadata, NamesWithQuotesAndBlanks) {
  const TestRepository repo;
  const Repository found = repo.discovered();
  const std::string handle = "it's \"odd\" \\ here";
  ASSERT_TRUE(store_metadata(found, handle, {.mode = Mode::window}));
  EXPECT_EQ(repo.git({"config", "workmux.worktree." + handle + ".mode"}), "window");
  ASSERT_TRUE(remove_metadata(found, handle));
  EXPECT_FALSE(store_metadata(found, "new\nline", {.mode = Mode::window})) << "git cannot hold it";
}

TEST(Metadata, PerWorktreeSettingsStayUntouched) {
  const TestRepository repo;
  repo.git({"config", "extensions.worktreeConfig", "true"});
  repo.git({"config", "--worktree", "core.abbrev", "9"});
  const std::string own = read_text(repo.main() / ".git/config.worktree");
  ASSERT_TRUE(set_base(repo.discovered(), "x", "main"));
  EXPECT_EQ(read_text(repo.main() / ".git/config.worktree"), own);
  EXPECT_EQ(repo.git({"config", "--local", "branch.x.workmux-base"}), "main");
}

}  // namespace
}  // namespace git
