#include "agent/prompt_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "os/support.h"

namespace agent {
namespace {

using os::test::TemporaryDirectory;

TEST(PromptFileName, CLI_A18_is_the_branch_with_dashes) {
  EXPECT_EQ(prompt_file_name("fix/a"), "PROMPT-fix-a.md");
  EXPECT_EQ(prompt_file_name("a\\b:c"), "PROMPT-a-b-c.md");
  EXPECT_EQ(prompt_file_name("f\u00f6\u00f6_1.2"), "PROMPT-f\u00f6\u00f6_1.2.md");
  EXPECT_EQ(prompt_file_name("x", 1700000000123), "PROMPT-x-1700000000123.md");
}

TEST(PromptFileName, SBX_E8_a_name_that_can_be_misread_becomes_its_slug_and_a_hash) {
  for (const std::string& branch : {std::string("$(touch x)"), std::string("a b"), std::string("-rf"),
                                    std::string("..x"), std::string("a'b"), std::string("a;b"), std::string("a\nb"),
                                    std::string(), std::string("a*"), std::string("a\u202eb"), std::string(300, 'a')}) {
    const std::string name = prompt_file_name(branch);
    EXPECT_TRUE(name.starts_with("PROMPT-")) << name;
    EXPECT_LE(name.size(), 255U);
    EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-.PROMT"), std::string::npos) << name;
  }
  EXPECT_TRUE(prompt_file_name("$(touch x)").starts_with("PROMPT-touch-x-"));
  EXPECT_NE(prompt_file_name("a b"), prompt_file_name("a;b"));
}

class PromptFile : public testing::Test {
 protected:
  TemporaryDirectory directory_;
  const std::filesystem::path tree_ = directory_ / "tree";
  const std::filesystem::path victim_ = directory_ / "victim";

  void SetUp() override {
    ASSERT_OK(os::make_directories(tree_));
    ASSERT_OK(os::write_atomically(victim_, "mine"));
  }
  base::Result<std::string> write_one() {
    const auto tree = os::Beneath::open(tree_);
    EXPECT_TRUE(tree.has_value());
    return write_prompt(*tree, "PROMPT-x.md", "do it");
  }
};

TEST_F(PromptFile, is_private_and_holds_the_text_as_it_is) {
  const auto path = write_one();
  ASSERT_OK(path);
  EXPECT_EQ(*path, ".workmux/PROMPT-x.md");
  EXPECT_EQ(*os::read_file(tree_ / *path), "do it");
  EXPECT_EQ(os::status_of(tree_ / *path)->mode, 0600U);
}

TEST_F(PromptFile, replaces_one_from_before) {
  ASSERT_OK(write_one());
  ASSERT_OK(write_one());
  EXPECT_EQ(os::list_directory(tree_ / ".workmux").size(), 1U);
}

TEST_F(PromptFile, SBX_E10_SBX_A24_a_link_in_its_place_is_refused) {
  ASSERT_OK(os::make_directories(tree_ / ".workmux"));
  ASSERT_OK(os::make_symlink(victim_.string(), tree_ / ".workmux/PROMPT-x.md"));
  EXPECT_FALSE(write_one());
  EXPECT_EQ(*os::read_file(victim_), "mine");
}

TEST_F(PromptFile, SBX_E10_a_linked_directory_is_refused) {
  ASSERT_OK(os::make_directories(directory_ / "elsewhere"));
  ASSERT_OK(os::make_symlink((directory_ / "elsewhere").string(), tree_ / ".workmux"));
  EXPECT_FALSE(write_one());
  EXPECT_TRUE(os::list_directory(directory_ / "elsewhere").empty());
}

TEST_F(PromptFile, SBX_E10_a_second_hard_link_is_refused) {
  ASSERT_OK(os::make_directories(tree_ / ".workmux"));
  ASSERT_EQ(link(victim_.c_str(), (tree_ / ".workmux/PROMPT-x.md").c_str()), 0);
  EXPECT_FALSE(write_one());
  EXPECT_EQ(*os::read_file(victim_), "mine");
}

TEST_F(PromptFile, old_injected_prompts_go_others_stay) {
  ASSERT_OK(os::make_directories(tree_ / ".workmux"));
  const std::int64_t now = 1700000000000;
  const std::int64_t day = 86400000;
  const auto touch = [&](const std::string& name) { ASSERT_OK(os::write_atomically(tree_ / ".workmux" / name, "x")); };
  touch(prompt_file_name("old", now - 8 * day));
  touch(prompt_file_name("new", now - 6 * day));
  touch(prompt_file_name("kept"));
  touch("PROMPT-notes-12.md");
  const auto tree = os::Beneath::open(tree_);
  ASSERT_OK(tree);
  remove_old_prompts(*tree, now);
  EXPECT_EQ(os::list_directory(tree_ / ".workmux").size(), 3U);
  EXPECT_FALSE(os::status_of(tree_ / ".workmux" / prompt_file_name("old", now - 8 * day)));
}

TEST_F(PromptFile, WT_W48_the_exclude_entry_is_added_once) {
  ASSERT_OK(os::make_directories(tree_ / "info"));
  const auto common = os::Beneath::open(tree_);
  ASSERT_OK(common);
  EXPECT_EQ(*exclude_prompts(*common), Excluded::no_file);
  EXPECT_FALSE(os::status_of(tree_ / "info/exclude"));
  ASSERT_OK(os::write_atomically(tree_ / "info/exclude", "*.o", 0644));
  EXPECT_EQ(*exclude_prompts(*common), Excluded::added);
  EXPECT_EQ(*os::read_file(tree_ / "info/exclude"), "*.o\n# workmux prompt files\n.workmux/\n");
  EXPECT_EQ(os::status_of(tree_ / "info/exclude")->mode, 0644U);
  EXPECT_EQ(*exclude_prompts(*common), Excluded::present);
}

TEST_F(PromptFile, WT_W48_SBX_E10_a_linked_exclude_file_stays_untouched) {
  ASSERT_OK(os::make_directories(tree_ / "info"));
  ASSERT_OK(os::make_symlink(victim_.string(), tree_ / "info/exclude"));
  const auto common = os::Beneath::open(tree_);
  ASSERT_OK(common);
  EXPECT_FALSE(exclude_prompts(*common));
  EXPECT_EQ(*os::read_file(victim_), "mine");
  EXPECT_EQ(os::status_of(tree_ / "info/exclude")->type, os::FileType::symlink);
}

}  // namespace
}  // namespace agent
