#include "config/edit.h"

#include <gmock/gmock.h>

#include "support.h"

namespace config::testing {
namespace {

std::string set(std::string_view text, std::string_view value = "true") {
  const auto changed = set_top_level_key(text, "nerdfont", value);
  return changed ? *changed : "ERROR " + changed.error().message;
}

TEST(Edit, CLI_W33_ReplacesTheEntryAndNothingElse) {
  EXPECT_EQ(set("a: 1\nnerdfont: false  # mine\nb: 2\n"), "a: 1\nnerdfont: true  # mine\nb: 2\n");
  EXPECT_EQ(set("nerdfont:false-is-text: 1\n"), "nerdfont:false-is-text: 1\nnerdfont: true\n");
  EXPECT_EQ(set("nerdfont: false"), "nerdfont: true");
  EXPECT_EQ(set("\"nerdfont\": false\n"), "nerdfont: true\n");
  EXPECT_EQ(set("nerdfont:\nb: 2\n"), "nerdfont: true\nb: 2\n");
  EXPECT_EQ(set("a: \"x # y\"\nnerdfont: \"# no\" # yes\n"), "a: \"x # y\"\nnerdfont: true # yes\n");
}

TEST(Edit, CLI_W33_NestedAndCommentedKeysAreLeftAlone) {
  EXPECT_EQ(set("# nerdfont: false\na:\n  nerdfont: false\n"),
            "# nerdfont: false\na:\n  nerdfont: false\nnerdfont: true\n");
  EXPECT_EQ(set("a: |\n  x\n  nerdfont: false\n"), "a: |\n  x\n  nerdfont: false\nnerdfont: true\n");
  EXPECT_EQ(set("a: |\nnerdfont: false\n"), "a: |\nnerdfont: true\n");
}

TEST(Edit, AppendsWhereTheKeyIsMissing) {
  EXPECT_EQ(set(""), "nerdfont: true\n");
  EXPECT_EQ(set("# only comments\n"), "# only comments\nnerdfont: true\n");
  EXPECT_EQ(set("a: 1"), "a: 1\nnerdfont: true\n");
  EXPECT_EQ(set("  a: 1\n  b: 2\n"), "  a: 1\n  b: 2\n  nerdfont: true\n");
  EXPECT_EQ(set("a: 1\r\nb: 2\r\n"), "a: 1\r\nb: 2\r\nnerdfont: true\r\n");
  EXPECT_EQ(set("---\na: 1\n"), "---\na: 1\nnerdfont: true\n");
}

TEST(Edit, ReplacesBlockValuesWithTheirLines) {
  EXPECT_EQ(set("nerdfont:\n  - a\n  # inside\n  - b\n\n# about b\nb: 2\n"), "nerdfont: true\n\n# about b\nb: 2\n");
  EXPECT_EQ(set("nerdfont: >\n  long\n  text\nb: 2\n"), "nerdfont: true\nb: 2\n");
  EXPECT_EQ(set("nerdfont: {a: 1,\n  b: 2}\nc: 3\n", "[1, 2]"), "nerdfont: [1, 2]\nc: 3\n");
}

TEST(Edit, RefusesWhatItCannotDoSafely) {
  for (const char* text : {"{nerdfont: false, a: 1}\n", "- a\n", "text\n", "a: [\n", "? nerdfont\n: false\n",
                           "a: 1\n...\n", "nerdfont: &x false\nb: *x\n"}) {
    EXPECT_TRUE(set(text).starts_with("ERROR ")) << text << set(text);
  }
  EXPECT_TRUE(set("a: 1\n", "1\nb: 2").starts_with("ERROR "));
  EXPECT_TRUE(set("a: 1\n", "[").starts_with("ERROR "));
}

using EditFile = ConfigFiles;

TEST_F(EditFile, CreatesKeepsModeAndFollowsALink) {
  const auto file = root / "new/config.yaml";
  ASSERT_TRUE(edit_file(file, "nerdfont", "true"));
  EXPECT_EQ(read("new/config.yaml"), "nerdfont: true\n");
  write("dotfiles/c.yaml", "a: 1 # x\n");
  fs::permissions(root / "dotfiles/c.yaml", fs::perms(0640));
  fs::create_symlink(root / "dotfiles/c.yaml", root / "link.yaml");
  ASSERT_TRUE(edit_file(root / "link.yaml", "nerdfont", "false"));
  EXPECT_TRUE(fs::is_symlink(root / "link.yaml"));
  EXPECT_EQ(read("dotfiles/c.yaml"), "a: 1 # x\nnerdfont: false\n");
  EXPECT_EQ(os::status_of(root / "dotfiles/c.yaml")->mode & 0777, 0640U);
  write("broken.yaml", "a: [\n");
  EXPECT_FALSE(edit_file(root / "broken.yaml", "nerdfont", "true"));
  EXPECT_EQ(read("broken.yaml"), "a: [\n");
}

}  // namespace
}  // namespace config::testing
