#include "agent/foreground.h"

#include <gtest/gtest.h>

#include "os/support.h"

namespace agent {
namespace {

using os::test::TemporaryDirectory;

class ForegroundFlag : public testing::Test {
 protected:
  TemporaryDirectory directory_;
  const std::filesystem::path program_ = directory_ / "codex";

  void write_program(const std::string& help) {
    ASSERT_OK(os::write_atomically(program_, "#!/bin/sh\necho x >> \"${0%/*}/calls\"\necho '" + help + "'\n", 0755));
  }
  Foreground ask() { return knows_foreground_flag(*find_profile("codex"), program_, directory_ / "cache"); }
};

TEST_F(ForegroundFlag, is_asked_once_for_each_version) {
  write_program("  --no-daemon   stay here");
  EXPECT_EQ(ask(), Foreground::yes);
  EXPECT_EQ(ask(), Foreground::yes);
  EXPECT_EQ(os::read_file(directory_ / "calls").value_or(""), "x\n");
  write_program("an older one");
  EXPECT_EQ(ask(), Foreground::no);
  EXPECT_EQ(os::read_file(directory_ / "calls").value_or(""), "x\nx\n");
}

TEST_F(ForegroundFlag, is_none_without_program_or_flag) {
  EXPECT_EQ(ask(), Foreground::no);
  write_program("--no-daemon");
  EXPECT_EQ(knows_foreground_flag(*find_profile("claude"), program_, directory_ / "cache"), Foreground::no);
  EXPECT_FALSE(os::status_of(directory_ / "calls"));
}

TEST(LaunchLine, AGT_4_8_codex_is_kept_out_of_its_background_server) {
  LaunchRequest request{.command = "<agent>", .effective_agent = "codex -m x", .shell = "bash"};
  request.foreground = Foreground::yes;
  request.resume = Resume::yes;
  EXPECT_EQ(launch_line(request).text, "codex --no-daemon resume --last -m x");
}

}  // namespace
}  // namespace agent
