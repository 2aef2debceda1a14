#include "base/json_text.h"

#include <gtest/gtest.h>

#include <random>

namespace base {
namespace {

std::string edited(std::string_view text, std::string_view wanted) {
  const auto json = parse_json(wanted);
  if (!json) return "(bad test)";
  const auto result = edit_json(text, *json);
  return result ? *result : "(refused)";
}

TEST(BlankJsonComments, keeps_lines_and_strings) {
  EXPECT_EQ(blank_json_comments("{ // a\n\"b\": \"// c\", /* d\n */ }"), "{     \n\"b\": \"// c\"      \n    }");
  EXPECT_EQ(blank_json_comments("[1, 2, ]"), "[1, 2  ]");
  EXPECT_EQ(blank_json_comments(R"(["\"//", ","])"), R"(["\"//", ","])");
  // One that never ends is no comment, and so no JSON.
  EXPECT_FALSE(parse_commented_json("{} /* "));
  EXPECT_TRUE(parse_commented_json("{} // "));
}

TEST(EditJson, AGT_W11_comments_order_and_numbers_stay) {
  const std::string text =
      "// mine\n"
      "{\n"
      "    \"z\": 1.50, // why\n"
      "    \"hooks\": {\n"
      "        \"Stop\": [{ \"hooks\": [] }] /* kept */\n"
      "    },\n"
      "    \"a\": [ 1,2 ],\n"
      "}\n";
  EXPECT_EQ(edited(text, R"({"z":1.5,"hooks":{"Stop":[{"hooks":[]},{"x":1}],"New":[{"y":2}]},"a":[1,2],"b":true})"),
            "// mine\n"
            "{\n"
            "    \"z\": 1.50, // why\n"
            "    \"hooks\": {\n"
            "        \"Stop\": [{ \"hooks\": [] }, {\"x\":1}], /* kept */\n"
            "        \"New\": [\n"
            "          {\n"
            "            \"y\": 2\n"
            "          }\n"
            "        ]\n"
            "    },\n"
            "    \"a\": [ 1,2 ],\n"
            "    \"b\": true\n"
            "}\n");
}

TEST(EditJson, AGT_W11_what_is_taken_out_leaves_no_hole) {
  const std::string text = "{\n  \"a\": 1,\n  // about b\n  \"b\": 2, // more\n  \"c\": 3\n}\n";
  EXPECT_EQ(edited(text, R"({"a":1,"c":3})"), "{\n  \"a\": 1,\n  // about b\n  \"c\": 3\n}\n");
  EXPECT_EQ(edited(text, R"({"a":1,"b":2})"), "{\n  \"a\": 1,\n  // about b\n  \"b\": 2 // more\n}\n");
  EXPECT_EQ(edited(text, R"({})"), "{}\n");
  EXPECT_EQ(edited("{\"a\": [1, 2, 3],\n\"b\": 1}", R"({"a":[1,3],"b":1})"), "{\"a\": [1, 3],\n\"b\": 1}\n");
}

TEST(EditJson, AGT_W11_tabs_and_line_ends_are_followed) {
  EXPECT_EQ(edited("{\r\n\t\"a\": 1\r\n}\r\n", R"({"a":1,"b":{"c":[2]}})"),
            "{\r\n\t\"a\": 1,\r\n\t\"b\": {\r\n\t\t\"c\": [\r\n\t\t\t2\r\n\t\t]\r\n\t}\r\n}\r\n");
}

TEST(EditJson, a_text_in_one_line_is_written_anew) {
  EXPECT_EQ(edited("{\"a\":1}", R"({"a":1,"b":2})"), "{\n  \"a\": 1,\n  \"b\": 2\n}\n");
  EXPECT_EQ(edited("{}", R"({})"), "{}");
}

TEST(EditJson, hostile_texts_are_refused_or_follow) {
  EXPECT_EQ(edited("{\n", "{}"), "(refused)");
  EXPECT_FALSE(edit_json(std::string(500, '[') + "\n" + std::string(500, ']'), Json::array()));
  EXPECT_EQ(edited("{\n\"a\": 1, \"a\": 2\n}", R"({"a":3})"), "{\n  \"a\": 3\n}\n");
  EXPECT_EQ(edited("[\n1\n]", R"({"a":3})"), "{\n  \"a\": 3\n}\n");
}

// Random values, written with random blanks and comments, changed at random.
class EditJsonRandom : public testing::Test {
 protected:
  std::mt19937 random_{7};  // NOLINT: the same run every time
  size_t below(size_t limit) { return random_() % limit; }

  Json value(int depth) {
    const size_t kind = below(depth > 0 ? 6 : 4);
    if (kind == 0) return static_cast<int>(below(3));
    if (kind == 1) return "a,\"//b";
    if (kind == 2) return nullptr;
    if (kind == 3) return true;
    Json made = kind == 4 ? Json::array() : Json::object();
    for (size_t i = below(4); i > 0; --i) {
      if (kind == 4)
        made.push_back(value(depth - 1));
      else
        made[std::string(1, static_cast<char>('a' + below(6)))] = value(depth - 1);
    }
    return made;
  }

  std::string blanks() {
    static const std::vector<std::string> kBlanks = {"", " ", "\n", "\n\t", "/* , } */", "// ] \"\n", "  "};
    return kBlanks[below(kBlanks.size())];
  }

  std::string written(const Json& json) {
    if (!json.is_structured()) return dump_json(json);
    std::string out = (json.is_array() ? "[" : "{") + blanks();
    size_t left = json.size();
    for (const auto& [key, element] : json.items()) {
      if (json.is_object()) out += dump_json(key) + blanks() + ":" + blanks();
      out += written(element) + blanks();
      out += --left > 0 || below(4) == 0 ? "," : "";
      out += blanks();
    }
    return out + (json.is_array() ? "]" : "}");
  }
};

TEST_F(EditJsonRandom, the_result_always_reads_as_wanted) {
  for (int i = 0; i < 5000; ++i) {
    const Json old = value(4);
    const Json wanted = value(4);
    const std::string text = blanks() + written(old) + blanks();
    const auto read = parse_commented_json(text);
    ASSERT_TRUE(read) << text;
    ASSERT_EQ(*read, old) << text;
    const auto result = edit_json(text, wanted);
    ASSERT_TRUE(result) << text;
    const auto back = parse_commented_json(*result);
    ASSERT_TRUE(back) << *result;
    EXPECT_EQ(*back, wanted) << text << "\n->\n" << *result;
  }
}

}  // namespace
}  // namespace base
