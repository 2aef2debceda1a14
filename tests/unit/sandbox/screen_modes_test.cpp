#include "sandbox/screen_modes.h"

#include <gtest/gtest.h>

namespace sandbox {
namespace {

TEST(ScreenModes, SBX_6_7_knows_what_was_left_on) {
  ScreenModes modes;
  modes.feed("plain \x1b[31mred\x1b[0m");
  EXPECT_FALSE(modes.any_left());
  modes.feed("\x1b[?1049h");
  EXPECT_TRUE(modes.any_left());
  modes.feed("\x1b[?1049l");
  EXPECT_FALSE(modes.any_left());
}

TEST(ScreenModes, sequences_may_be_split_and_hold_several_modes) {
  ScreenModes modes;
  modes.feed("\x1b");
  modes.feed("[?10");
  modes.feed("00;2004");
  modes.feed("h");
  EXPECT_TRUE(modes.any_left());
  modes.feed("\x1b[?1000l");
  EXPECT_TRUE(modes.any_left());
  modes.feed("\x1b[?2004l");
  EXPECT_FALSE(modes.any_left());
}

TEST(ScreenModes, a_hidden_cursor_and_an_extended_keyboard_count) {
  ScreenModes modes;
  modes.feed("\x1b[?25l");
  EXPECT_TRUE(modes.any_left());
  modes.feed("\x1b[?25h\x1b[>1u");
  EXPECT_TRUE(modes.any_left());
  modes.feed("\x1b[<u");
  EXPECT_FALSE(modes.any_left());
}

TEST(ScreenModes, garbage_and_endless_sequences_are_harmless) {
  ScreenModes modes;
  modes.feed("\x1b[?" + std::string(100000, '9') + "h");
  modes.feed("\x1b\x1b\x1b[?;;;h\x1b[?99999999999999999999h");
  EXPECT_FALSE(modes.any_left());
  modes.feed(
      "\x1b[?1049h\x1b"
      "c");
  EXPECT_FALSE(modes.any_left());
}

}  // namespace
}  // namespace sandbox
