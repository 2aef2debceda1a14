#include "agent/skills.h"

#include <gtest/gtest.h>

#include "os/support.h"

namespace agent::skills {
namespace {

class Skills : public testing::Test {
 protected:
  os::test::TemporaryDirectory directory_;
  const std::filesystem::path skills_ = directory_ / "skills";

  Skill first() { return look_at(skills_).value_or(std::vector<Skill>{Skill{}}).front(); }
};

TEST_F(Skills, all_texts_are_embedded) {
  for (const std::string_view name : names()) {
    EXPECT_TRUE(text_of(name).starts_with(std::string("---\nname: ") + std::string(name) + "\n")) << name;
  }
  EXPECT_EQ(text_of("nothing"), "");
}

TEST_F(Skills, are_missing_then_the_same_then_different) {
  EXPECT_EQ(first().state, State::missing);
  ASSERT_OK(install(first()));
  EXPECT_EQ(first().state, State::same);
  ASSERT_OK(os::write_atomically(first().file, "mine"));
  EXPECT_EQ(first().state, State::different);
}

TEST_F(Skills, a_change_since_the_look_is_not_lost) {
  const Skill looked = first();
  ASSERT_OK(os::make_directories(looked.file.parent_path()));
  ASSERT_OK(os::write_atomically(looked.file, "mine"));
  EXPECT_FALSE(install(looked));
  EXPECT_EQ(os::read_file(looked.file).value_or(""), "mine");
}

TEST_F(Skills, AGT_A31_only_unchanged_ones_are_removed) {
  const auto all = look_at(skills_);
  ASSERT_OK(all);
  for (const Skill& skill : *all) ASSERT_OK(install(skill));
  ASSERT_OK(os::write_atomically(first().file, "mine"));
  EXPECT_EQ(uninstall(skills_, hooks::DryRun::yes)->size(), 6U);
  EXPECT_EQ(os::list_directory(skills_).size(), 6U);
  ASSERT_OK(uninstall(skills_, hooks::DryRun::no));
  EXPECT_EQ(os::list_directory(skills_), std::vector<std::string>{"merge"});
  ASSERT_OK(os::remove_file(first().file));
  EXPECT_TRUE(uninstall(skills_, hooks::DryRun::no)->empty());
}

TEST_F(Skills, go_where_the_agent_looks) {
  hooks::Places places{.home = "/h"};
  EXPECT_EQ(*skills_directory(hooks::Agent::opencode, places), "/h/.config/opencode/skills");
  places.environment.set("XDG_CONFIG_HOME", "/x");
  EXPECT_EQ(*skills_directory(hooks::Agent::opencode, places), "/x/opencode/skills");
  EXPECT_FALSE(skills_directory(hooks::Agent::codex, places));
}

}  // namespace
}  // namespace agent::skills
