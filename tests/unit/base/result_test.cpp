#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>

namespace base {
namespace {

Result<int> half(int value) {
  if (value % 2 != 0) return fail("odd", "Use an even number.");
  return value / 2;
}

Result<int> quarter(int value) {
  return TRY_WITH(half(TRY(half(value))), "Could not take a quarter");
}

TEST(Result, TryPassesValuesAndErrors) {
  EXPECT_EQ(quarter(8).value(), 2);
  EXPECT_EQ(quarter(7).error().message, "odd");
}

TEST(Result, TryWithPutsTheContextOutside) {
  const Error error = quarter(6).error();
  EXPECT_EQ(error.message, "Could not take a quarter");
  EXPECT_EQ(error.causes, std::vector<std::string>{"odd"});
  EXPECT_EQ(error.hint, "Use an even number.");
}

TEST(Result, TryMovesValuesThatCannotBeCopied) {
  const auto make = []() -> Result<std::unique_ptr<int>> { return std::make_unique<int>(3); };
  const auto use = [&]() -> Result<int> { return *TRY(make()); };
  EXPECT_EQ(use().value(), 3);
}

TEST(Result, DescribeNumbersSeveralCauses) {
  Error error{.message = "outer", .hint = "", .causes = {"middle", "inner\nline"}};
  EXPECT_EQ(describe(error), "Error: outer\n\nCaused by:\n    0: middle\n    1: inner\n       line");
  error.causes = {"inner"};
  error.hint = "Do this.";
  EXPECT_EQ(describe(error), "Error: outer\n\nDo this.\n\nCaused by:\n    inner");
}

TEST(Result, ErrnoBecomesWords) {
  const Result<> failed = fail_errno("Could not open 'x'", ENOENT);
  EXPECT_EQ(failed.error().causes, std::vector<std::string>{"No such file or directory"});
}

}  // namespace
}  // namespace base
