#include "config/front_matter.h"

#include <gmock/gmock.h>

namespace {

using config::Row;
using config::split_front_matter;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(FrontMatter, TextWithoutAHeadIsBody) {
  for (const std::string text : {"", "hello\n---\n", "---\nforeach:\n  a: [1]\n", "----\na\n---\n"}) {
    const auto prompt = split_front_matter(text);
    ASSERT_TRUE(prompt) << text;
    EXPECT_EQ(prompt->body, text);
    EXPECT_THAT(prompt->rows, IsEmpty());
  }
}

TEST(FrontMatter, RowsAndBody) {
  const auto prompt = split_front_matter(" --- \nforeach:\n  os: [mac, win]\n  n: [1, 2]\nother: [x]\n...\n\nDo it\n");
  ASSERT_TRUE(prompt);
  EXPECT_EQ(prompt->body, "\nDo it\n");
  EXPECT_THAT(prompt->rows, ElementsAre(Row{{"os", "mac"}, {"n", "1"}}, Row{{"os", "win"}, {"n", "2"}}));
}

TEST(FrontMatter, MistakesAreNamed) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"foreach: {}", "foreach in frontmatter must include at least one variable"},
      {"foreach: 3", "foreach in frontmatter must include at least one variable"},
      {"foreach: {a: []}", "foreach variables must have at least one value"},
      {"foreach: {a: x}", "foreach variables must have at least one value"},
      {"foreach: {a: [1, 2], b: [1]}",
       "All foreach variables must have the same number of values (expected 2, but 'b' has 1)"},
      {"foreach: {a: [[1]]}", "A value of foreach variable 'a' is a list, not text"},
      {"a: [", "Failed to parse YAML frontmatter"},
  };
  for (const auto& [head, message] : cases) {
    EXPECT_EQ(split_front_matter("---\n" + head + "\n---\n").error().message, message) << head;
  }
}

}  // namespace
