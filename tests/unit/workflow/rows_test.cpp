#include "workflow/rows.h"

#include <gmock/gmock.h>

namespace {

using config::Row;
using testing::ElementsAre;
using testing::HasSubstr;
using workflow::foreach_rows;
using workflow::line_rows;
using workflow::matrix_rows;

TEST(Rows, CLI_A14_PairByPosition) {
  EXPECT_THAT(foreach_rows(" os : mac , win ;; lang:go,c,;").value(),
              ElementsAre(Row{{"os", "mac"}, {"lang", "go"}}, Row{{"os", "win"}, {"lang", "c"}}));
}

TEST(Rows, MistakesOfForeachAreNamed) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"os", "Invalid --foreach segment 'os'. Use the format name:value1,value2"},
      {":a", "Invalid --foreach segment ':a': variable name cannot be empty"},
      {"a:1;a:2", "Duplicate variable 'a' found in --foreach option"},
      {"a:,", "Variable 'a' must have at least one value in --foreach"},
      {" ; ", "--foreach must include at least one variable with values"},
      {"a:1,2;b:1", "All --foreach variables must have the same number of values"},
  };
  for (const auto& [text, message] : cases) EXPECT_EQ(foreach_rows(text).error().message, message) << text;
}

TEST(Rows, CLI_W39_MatrixIsAProductAndKnowsQuotes) {
  EXPECT_THAT(matrix_rows("a:1,2;b:x,\"y, z; '\"").value(),
              ElementsAre(Row{{"a", "1"}, {"b", "x"}}, Row{{"a", "1"}, {"b", "y, z; '"}}, Row{{"a", "2"}, {"b", "x"}},
                          Row{{"a", "2"}, {"b", "y, z; '"}}));
  std::string many = "a:0";
  for (int i = 1; i < 40; ++i) many += "," + std::to_string(i);
  EXPECT_THAT(matrix_rows(many + ";b" + many.substr(1)).error().message, HasSubstr("more than 1000"));
}

TEST(Rows, CLI_A15_LinesAreTrimmedAndBlankOnesDropped) {
  EXPECT_THAT(line_rows("api\n\n  db \r\n"), ElementsAre(Row{{"input", "api"}}, Row{{"input", "db"}}));
  EXPECT_TRUE(line_rows(" \n\n").empty());
}

TEST(Rows, KeysOfAJsonLineAreVariables) {
  EXPECT_THAT(line_rows(R"({"a": "x", "b": null, "c": [1, 2], "d": 2.5})"),
              ElementsAre(Row{{"input", R"({"a": "x", "b": null, "c": [1, 2], "d": 2.5})"},
                              {"a", "x"},
                              {"b", ""},
                              {"c", "[1,2]"},
                              {"d", "2.5"}}));
  EXPECT_THAT(line_rows(R"({"input": "own"})"), ElementsAre(Row{{"input", "own"}}));
  EXPECT_THAT(line_rows("{broken"), ElementsAre(Row{{"input", "{broken"}}));
}

}  // namespace
