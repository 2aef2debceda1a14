#include "base/json.h"

#include <gtest/gtest.h>

namespace base {
namespace {

TEST(JsonText, ReadsOneValue) {
  const auto value = parse_json(R"({"b": 1, "a": "x"})");
  ASSERT_TRUE(value);
  EXPECT_EQ(dump_json(*value), R"({"b":1,"a":"x"})");
  EXPECT_EQ(string_member(*value, "a"), "x");
  EXPECT_EQ(string_member(*value, "b", "none"), "none");
  EXPECT_EQ(integer_member(*value, "b"), 1);
}

TEST(JsonText, RefusesWhatIsNoJson) {
  EXPECT_FALSE(parse_json("{"));
  EXPECT_FALSE(parse_json("{} x"));
  EXPECT_FALSE(parse_json(""));
}

TEST(JsonText, LimitsDepthAndSize) {
  const std::string deep = std::string(100, '[') + std::string(100, ']');
  EXPECT_FALSE(parse_json(deep));
  EXPECT_TRUE(parse_json(deep, {.depth = 200}));
  EXPECT_FALSE(parse_json(std::string(1'000'000, '['), {.depth = 64}));
  EXPECT_FALSE(parse_json(R"("long text")", {.bytes = 4}));
}

TEST(JsonText, WritesBytesThatAreNoText) {
  EXPECT_EQ(dump_json(Json("a\xff")), "\"a\uFFFD\"");
}

TEST(JsonText, MembersOfOtherTypesAreMissing) {
  EXPECT_EQ(string_member(Json::array(), "a", "f"), "f");
  EXPECT_TRUE(boolean_member(Json{{"a", true}}, "a"));
}

}  // namespace
}  // namespace base
