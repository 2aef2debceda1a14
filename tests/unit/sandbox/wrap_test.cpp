#include "sandbox/wrap.h"

#include <gtest/gtest.h>

namespace sandbox {
namespace {

WrapRequest request() {
  return {.program = "/usr/bin/workmux", .snapshot_id = "0123", .directory = "/w/a", .worktree_root = "/w/a"};
}

TEST(Wrap, SBX_A5_types_the_absolute_program_with_a_leading_blank) {
  EXPECT_EQ(wrap_command(request(), "claude --dangerously-skip-permissions").value_or(""),
            " /usr/bin/workmux sandbox run '/w/a' --snapshot 0123 -- 'claude --dangerously-skip-permissions'");
}

TEST(Wrap, names_the_root_when_the_pane_works_below_it) {
  auto below = request();
  below.directory = "/w/a/svc";
  EXPECT_EQ(wrap_command(below, "x").value_or(""),
            " /usr/bin/workmux sandbox run '/w/a/svc' --worktree-root '/w/a' --snapshot 0123 -- 'x'");
}

TEST(Wrap, drops_one_leading_blank_and_escapes_single_quotes) {
  EXPECT_TRUE(wrap_command(request(), "  echo 'a'").value_or("").ends_with(R"(-- ' echo '\''a'\''')"));
}

TEST(Wrap, SBX_E8_text_of_a_path_is_never_shell) {
  auto hostile = request();
  hostile.directory = hostile.worktree_root = "/w/$(touch x)'; rm";
  EXPECT_NE(wrap_command(hostile, "c").value_or("").find(R"('/w/$(touch x)'\''; rm')"), std::string::npos);
}

TEST(Wrap, SBX_4_fails_closed) {
  EXPECT_FALSE(wrap_command(request(), ""));
  EXPECT_FALSE(wrap_command(request(), " \t"));
  EXPECT_FALSE(wrap_command(request(), std::string_view("a\0b", 3)));
  auto outside = request();
  outside.directory = "/elsewhere";
  EXPECT_FALSE(wrap_command(outside, "x"));
  auto line = request();
  line.directory = line.worktree_root = "/w/a\nrm";
  EXPECT_FALSE(wrap_command(line, "x"));
}

}  // namespace
}  // namespace sandbox
