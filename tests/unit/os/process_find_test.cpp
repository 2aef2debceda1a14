#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/process.h"
#include "os/support.h"

namespace os {
namespace {

using test::TemporaryDirectory;

class FindProgram : public testing::Test {
 protected:
  std::filesystem::path tool(const std::string& where, mode_t mode = 0755) {
    const auto path = directory_ / where;
    EXPECT_TRUE(make_directories(path.parent_path()));
    EXPECT_TRUE(create_file(path, "#!/bin/sh\n", mode));
    return path;
  }
  std::string on_path(std::initializer_list<const char*> names) {
    std::string path;
    for (const char* name : names) path += (path.empty() ? "" : ":") + (directory_ / name).native();
    return path;
  }
  TemporaryDirectory directory_;
};

TEST_F(FindProgram, TakesTheFirstExecutableFile) {
  tool("a/tool", 0644);
  ASSERT_OK(make_directories(directory_ / "b/tool"));
  const auto wanted = tool("c/tool");
  tool("d/tool");
  EXPECT_EQ(find_program("tool", on_path({"missing", "a", "b", "c", "d"})), wanted);
  EXPECT_FALSE(find_program("other", on_path({"a", "b", "c"})));
  EXPECT_FALSE(find_program("", on_path({"c"})));
}

TEST_F(FindProgram, ANameWithASlashIsAPath) {
  const auto wanted = tool("a/tool");
  EXPECT_EQ(find_program(wanted.native(), ""), wanted);
  EXPECT_FALSE(find_program((directory_ / "missing").native(), ""));
}

TEST_F(FindProgram, SkipsEmptyAndRelativeEntries) {
  tool("tool");
  const auto before = current_directory();
  ASSERT_OK(before);
  ASSERT_OK(change_directory(directory_.path()));
  EXPECT_FALSE(find_program("tool", "::.:./:"));
  ASSERT_OK(change_directory(*before));
}

TEST_F(FindProgram, SBX_E19_SkipsDirectoriesThatAGuestWrites) {
  tool("worktree/bin/tool");
  const auto wanted = tool("system/tool");
  const std::string path = on_path({"worktree/bin", "system"});
  EXPECT_EQ(find_program("tool", path, {directory_ / "worktree"}), wanted);
  EXPECT_EQ(find_program("tool", path, {directory_ / "worktree/bin"}), wanted);
  EXPECT_NE(find_program("tool", path, {directory_ / "work"}), wanted);
}

TEST_F(FindProgram, SBX_E19_APathForOthersHasNoSuchDirectories) {
  tool("worktree/bin/tool");
  tool("system/tool");
  ASSERT_OK(make_symlink((directory_ / "worktree/bin").native(), directory_ / "innocent"));
  const std::string path = "bin::." + std::string(":") + on_path({"worktree/bin", "innocent", "system"});
  EXPECT_EQ(trusted_search_path(path, {directory_ / "worktree"}), (directory_ / "system").native());
}

TEST_F(FindProgram, SBX_E19_SeesThroughLinksIntoSuchDirectories) {
  tool("worktree/bin/tool");
  const auto wanted = tool("system/tool");
  ASSERT_OK(make_symlink((directory_ / "worktree/bin").native(), directory_ / "innocent"));
  EXPECT_EQ(find_program("tool", on_path({"innocent", "system"}), {directory_ / "worktree"}), wanted);
  ASSERT_OK(make_directories(directory_ / "links"));
  ASSERT_OK(make_symlink("../worktree/bin/tool", directory_ / "links/tool"));
  EXPECT_EQ(find_program("tool", on_path({"links", "system"}), {directory_ / "worktree"}), wanted);
  ASSERT_OK(make_symlink((directory_ / "worktree").native(), directory_ / "alias"));
  EXPECT_EQ(find_program("tool", on_path({"worktree/bin", "system"}), {directory_ / "alias"}), wanted);
}

TEST_F(FindProgram, SBX_E19_SkipsWhatBelongsToSomebodyElse) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  tool("foreign/tool");
  const auto given = tool("given/tool");
  const auto wanted = tool("system/tool");
  ASSERT_EQ(::chown((directory_ / "foreign").c_str(), 12345, 12345), 0);
  ASSERT_EQ(::chown(given.c_str(), 12345, 12345), 0);
  EXPECT_EQ(find_program("tool", on_path({"foreign", "given", "system"}), {"/nowhere"}), wanted);
}

}  // namespace
}  // namespace os
