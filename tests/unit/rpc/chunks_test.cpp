#include "rpc/chunks.h"

#include <gtest/gtest.h>

#include <random>

#include "base/unicode.h"

namespace rpc {
namespace {

std::string pass(std::string_view bytes, std::mt19937& random) {
  TextChunks chunks;
  std::string text;
  for (size_t at = 0; at < bytes.size();) {
    const size_t length = random() % 4 + 1;
    const std::string part = chunks.feed(bytes.substr(at, length));
    EXPECT_TRUE(base::is_utf8(part));
    text += part;
    at += length;
  }
  return text + chunks.finish();
}

TEST(TextChunks, CharactersSurviveAnyCut) {
  std::mt19937 random(7);
  const std::string text = "aé€\U0001F916z\u00e9\n";
  for (int i = 0; i < 300; ++i) EXPECT_EQ(pass(text, random), text);
}

TEST(TextChunks, OtherBytesAreReplaced) {
  std::mt19937 random(8);
  EXPECT_EQ(pass("a\xff"
                 "b",
                 random),
            "a\uFFFDb");
  EXPECT_EQ(pass("\xc3", random), "\uFFFD");
  EXPECT_EQ(pass("\xc0\x80", random), "\uFFFD\uFFFD");
  EXPECT_EQ(pass("\xed\xa0\x80", random), "\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(pass("\xc3(", random), "\uFFFD(");
}

TEST(TextChunks, AnyBytesBecomeText) {
  std::mt19937 random(9);
  for (int i = 0; i < 2000; ++i) {
    std::string bytes(random() % 20, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    EXPECT_TRUE(base::is_utf8(pass(bytes, random)));
  }
}

}  // namespace
}  // namespace rpc
