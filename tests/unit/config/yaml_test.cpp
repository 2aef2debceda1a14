#include "config/yaml.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace config {
namespace {

using ::testing::HasSubstr;

std::string failure(std::string_view text) {
  const auto parsed = parse_yaml(text, "/f.yaml");
  return parsed ? "no failure" : parsed.error().message;
}

Node parsed(std::string_view text) {
  auto node = parse_yaml(text, "/f.yaml");
  if (node) return std::move(*node);
  ADD_FAILURE() << node.error().message;
  return {};
}

TEST(Yaml, KeepsPlacesAndQuotes) {
  const Node root = parsed("a: 1\nb:\n  - \"1\"\n  - x y\nc: {d: ~}\n");
  ASSERT_EQ(root.kind, Node::Kind::map);
  EXPECT_EQ(root.find("a")->text, "1");
  EXPECT_FALSE(root.find("a")->quoted);
  EXPECT_EQ(root.find("a")->place, (Place{1, 4, 0}));
  EXPECT_TRUE(root.find("b")->items[0].quoted);
  EXPECT_EQ(root.find("b")->items[1].text, "x y");
  EXPECT_EQ(root.find("b")->items[1].place, (Place{4, 5, 0}));
  EXPECT_EQ(root.find("c")->find("d")->kind, Node::Kind::null);
  EXPECT_EQ(root.members[2].place, (Place{5, 1, 0}));
}

TEST(Yaml, EmptyAndCommentOnlyFilesAreNull) {
  for (const char* text : {"", "\n", "# only\n# comments\n", "---\n", "---\n...\n", "~\n"}) {
    EXPECT_EQ(parsed(text).kind, Node::Kind::null) << text;
  }
}

TEST(Yaml, AnchorsAndAliasesWork) {
  const Node root = parsed("a: &x [1, 2]\nb: *x\nc: &y text\nd: *y\n");
  EXPECT_EQ(root.find("b")->items.size(), 2U);
  EXPECT_EQ(root.find("d")->text, "text");
}

TEST(Yaml, MergeKeysStayKeys) {
  const Node root = parsed("a: &x {k: 1}\nb:\n  <<: *x\n");
  EXPECT_EQ(root.find("b")->find("k"), nullptr);
  EXPECT_NE(root.find("b")->find("<<"), nullptr);
}

TEST(Yaml, RefusesDuplicateKeysWithPlace) {
  EXPECT_EQ(failure("mode: window\nmode: session\n"),
            "Failed to parse config at /f.yaml: mode: duplicate field `mode` at line 2 column 1");
  EXPECT_EQ(failure("a:\n  - {x: 1, x: 2}\n"),
            "Failed to parse config at /f.yaml: a[0].x: duplicate field `x` at line 2 column 12");
}

TEST(Yaml, RefusesASecondDocumentAndTrailingText) {
  EXPECT_THAT(failure("a: 1\n---\nb: 2\n"), HasSubstr("more than one document"));
  EXPECT_THAT(failure("a: 1\n...\nb: 2\n"), HasSubstr("more than one document"));
  EXPECT_NE(failure("\"a\" b\n"), "no failure");
  EXPECT_NE(failure("[1, 2] 3\n"), "no failure");
  EXPECT_NE(failure("{a: 1}}\n"), "no failure");
  EXPECT_NE(failure("a: 1\n]\n"), "no failure");
  EXPECT_NE(failure("a: 1\n  b: 2\n"), "no failure");
}

TEST(Yaml, RefusesTextThatIsNoYaml) {
  for (const char* text : {"a: [1, 2", "a: \"x", "a: {b: 1", "\t- x: y\n z", "a: *nothing", "@a: b", "a: !evil x",
                           "a: !!binary aGk=", "? [a, b]\n: c", "{[a]: b}", "? {a: b}\n: c", "- a\nb: c\n"}) {
    const std::string message = failure(text);
    EXPECT_THAT(message, HasSubstr("Failed to parse config at /f.yaml: ")) << text;
    EXPECT_THAT(message, HasSubstr(" at line ")) << text;
  }
}

TEST(Yaml, RefusesBytesThatAreNoText) {
  EXPECT_THAT(failure(std::string_view("a: \0b", 5)), HasSubstr("a NUL byte at line 1 column 4"));
  EXPECT_THAT(failure("a: \xff\xfe\n"), HasSubstr("not UTF-8"));
}

TEST(Yaml, RefusesDeepNesting) {
  const auto nested = [](size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); };
  EXPECT_EQ(failure(nested(kDeepestNesting)), "no failure");
  EXPECT_THAT(failure(nested(kDeepestNesting + 1)), HasSubstr("nested deeper than 64 levels"));
  EXPECT_THAT(failure(nested(300'000)), HasSubstr("nested deeper"));
  std::string chain = "a0: &a0 [x]\n";
  for (int i = 1; i < 80; ++i) chain += fmt::format("a{0}: &a{0} [*a{1}]\n", i, i - 1);
  EXPECT_THAT(failure(chain), HasSubstr("nested deeper"));
}

TEST(Yaml, RefusesAliasBombs) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    bomb += fmt::format("a{0}: &a{0} [*a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}]\n", i, i - 1);
  }
  EXPECT_THAT(failure(bomb), HasSubstr("more than 100000 values"));
  std::string long_text = "a: &a " + std::string(500'000, 'x') + "\nb: [";
  for (int i = 0; i < 50; ++i) long_text += "*a, ";
  EXPECT_THAT(failure(long_text + "]\n"), HasSubstr("aliases expand to more than"));
}

TEST(Yaml, RefusesAnAliasInsideWhatItStandsFor) {
  EXPECT_NE(failure("a: &a [*a]\n"), "no failure");
  EXPECT_NE(failure("&a b: *a\nc: &c {d: *c}\n"), "no failure");
}

TEST(Yaml, RefusesTooManyValuesAndTooLongFiles) {
  std::string many = "a: [";
  for (size_t i = 0; i <= kMostNodes; ++i) many += "1,";
  EXPECT_THAT(failure(many + "]"), HasSubstr("more than 100000 values"));
  EXPECT_THAT(failure(std::string(kLongestFile + 1, '#')), HasSubstr("longer than 1048576 bytes"));
}

TEST(Yaml, LongHostileFilesTakeNoTime) {
  const auto repeated = [](std::string_view part) {
    std::string text;
    while (text.size() + part.size() <= kLongestFile / 2) text += part;
    return text;
  };
  for (const char* part :
       {"[", "{",   "- ",   "? ",     "a: ",  "&a ",    "*a ", "!",  "{a: ", "[a, ", "a:\n", "- - -\n", "\"",
        "'", "|\n", "# \n", "%TAG\n", "--- ", "a: b\n", " ",   "\n", ", ",   "{? ",  "x",    "a: |\n "}) {
    const auto start = std::chrono::steady_clock::now();
    (void)parse_yaml(repeated(part), "/f.yaml");
    const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    EXPECT_LT(seconds, 20) << part;
  }
}

TEST(Yaml, MessagesAreSafeToPrint) {
  EXPECT_EQ(failure("\"\\e[31mx\": 1\n\"\\e[31mx\": 1\n").find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace config
