#include "rpc/lines.h"

#include <gtest/gtest.h>

#include <random>

namespace rpc {
namespace {

TEST(LineBuffer, CutsLinesWhereverTheBytesAreCut) {
  std::mt19937 random(1);
  for (int round = 0; round < 500; ++round) {
    LineBuffer buffer(64);
    const std::string stream = "one\n\n  \ntwo\r\nthree\n";
    std::vector<std::string> lines;
    for (size_t at = 0; at < stream.size();) {
      const size_t length = random() % 5 + 1;
      buffer.append(std::string_view(stream).substr(at, length));
      at += length;
      while (auto line = buffer.next()) lines.push_back(*line);
    }
    EXPECT_EQ(lines, (std::vector<std::string>{"one", "two", "three"}));
    EXPECT_TRUE(buffer.empty());
  }
}

TEST(LineBuffer, CountsTheNewlineInTheLimit) {
  LineBuffer fits(8);
  fits.append("1234567\n");
  EXPECT_FALSE(fits.too_long());
  EXPECT_EQ(fits.next(), "1234567");
  LineBuffer over(8);
  over.append("12345678\n");
  EXPECT_TRUE(over.too_long());
  EXPECT_FALSE(over.next());
  LineBuffer unfinished(8);
  unfinished.append("12345678");
  EXPECT_FALSE(unfinished.too_long());
  unfinished.append("9");
  EXPECT_TRUE(unfinished.too_long());
}

TEST(LineBuffer, LinesBeforeATooLongOneStillCome) {
  LineBuffer buffer(8);
  buffer.append("a\n123456789");
  EXPECT_EQ(buffer.next(), "a");
  EXPECT_FALSE(buffer.next());
  EXPECT_TRUE(buffer.too_long());
}

}  // namespace
}  // namespace rpc
