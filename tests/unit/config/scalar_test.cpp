#include "config/scalar.h"

#include <gtest/gtest.h>

namespace config {
namespace {

TEST(Scalar, BooleansAreTrueAndFalseOnly) {
  EXPECT_TRUE(looks_like_boolean("true"));
  EXPECT_TRUE(looks_like_boolean("false"));
  for (const char* text : {"yes", "True", "on", "1", ""}) EXPECT_FALSE(looks_like_boolean(text)) << text;
}

TEST(Scalar, Integers) {
  EXPECT_EQ(integer_value("42"), 42);
  EXPECT_EQ(integer_value("-7"), -7);
  EXPECT_EQ(integer_value("+7"), 7);
  EXPECT_EQ(integer_value("0x1F"), 31);
  EXPECT_EQ(integer_value("0o17"), 15);
  EXPECT_EQ(integer_value("99999999999999999999"), std::nullopt);
  EXPECT_TRUE(looks_like_integer("99999999999999999999"));
  for (const char* text : {"", "-", "0x", "1a", "1.0", "0o8", " 1", "--1"}) {
    EXPECT_FALSE(looks_like_integer(text)) << text;
    EXPECT_EQ(integer_value(text), std::nullopt) << text;
  }
}

TEST(Scalar, Floats) {
  for (const char* text : {"1.5", "-0.1", ".5", "1e3", ".nan", "-.inf"}) EXPECT_TRUE(looks_like_float(text)) << text;
  for (const char* text : {"", "abc", "nan", "1.2.3", "."}) EXPECT_FALSE(looks_like_float(text)) << text;
}

}  // namespace
}  // namespace config
