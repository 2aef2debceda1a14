#include "agent/command_line.h"

#include <gtest/gtest.h>

#include "base/shell.h"
#include "os/process.h"

namespace agent {
namespace {

TEST(ExecutableOf, skips_assignments_env_and_its_options) {
  const auto word = [](std::string_view line) { return executable_of(line).value_or(Word{}).text; };
  EXPECT_EQ(word("claude"), "claude");
  EXPECT_EQ(word("  A=1 _b=2 claude x"), "claude");
  EXPECT_EQ(word("/usr/bin/env A=1 -u B --unset C -P /bin claude"), "claude");
  EXPECT_EQ(word("env --unset=X -i claude"), "claude");
  EXPECT_EQ(word("env -u X"), "env");
  EXPECT_EQ(word("env"), "env");
  EXPECT_EQ(word("A='x y' claude"), "claude");
  EXPECT_EQ(word("/a=b/claude"), "/a=b/claude");
  EXPECT_EQ(word("-x=1"), "-x=1");
  EXPECT_FALSE(executable_of("   "));
  EXPECT_FALSE(executable_of("A=1"));
  EXPECT_FALSE(executable_of("; claude"));
}

TEST(StemOf, is_the_name_without_its_last_extension) {
  EXPECT_EQ(stem_of("/a/b/claude"), "claude");
  EXPECT_EQ(stem_of("claude.cmd"), "claude");
  EXPECT_EQ(stem_of("a.b.c"), "a.b");
  EXPECT_EQ(stem_of(".hidden"), ".hidden");
  EXPECT_EQ(stem_of("/dir/"), "");
}

TEST(WordsOf, end_with_the_first_command_and_keep_places) {
  const auto words = words_of("claude 'a b' \"c\\\"d\" e\\ f 2>&1 && other");
  ASSERT_EQ(words.size(), 5U);
  EXPECT_EQ(words[1].text, "a b");
  EXPECT_EQ(words[1].begin, 7U);
  EXPECT_EQ(words[1].end, 12U);
  EXPECT_EQ(words[2].text, "c\"d");
  EXPECT_EQ(words[3].text, "e f");
  EXPECT_EQ(words[4].text, "2>&1");
  EXPECT_EQ(words_of("claude # as usual").size(), 1U);
  EXPECT_EQ(words_of("claude a#b").size(), 2U);
  EXPECT_EQ(words_of("claude 'never closed").size(), 2U);
}

TEST(InsertFlags, AGT_A34_stand_behind_the_real_executable) {
  EXPECT_EQ(insert_flags("claude", "--continue"), "claude --continue");
  EXPECT_EQ(insert_flags("env A=1 claude", "--continue"), "env A=1 claude --continue");
  EXPECT_EQ(insert_flags("codex -m x", "resume --last"), "codex resume --last -m x");
  EXPECT_EQ(insert_flags(" env A=1 claude -- \"$(cat p.md)\"", "--continue"),
            " env A=1 claude --continue -- \"$(cat p.md)\"");
  EXPECT_EQ(insert_flags("claude", ""), "claude");
  EXPECT_EQ(insert_flags("", "--x"), "");
}

TEST(InsertFlags, edit_the_inner_line_of_a_wrapper) {
  EXPECT_EQ(insert_flags("sh -c 'env A=1 claude -- x'", "--continue"), "sh -c 'env A=1 claude --continue -- x'");
  const std::string line = insert_flags(" sh -c 'claude '\\''a b'\\'''", "--continue");
  EXPECT_EQ(base::shell_words(line).back(), "claude --continue 'a b'");
}

TEST(InsertSubcommand, AGT_A33_comes_unless_there_is_a_word_already) {
  EXPECT_EQ(insert_subcommand("kiro-cli", "chat"), "kiro-cli chat");
  EXPECT_EQ(insert_subcommand("kiro-cli --verbose", "chat"), "kiro-cli chat --verbose");
  EXPECT_EQ(insert_subcommand("kiro-cli chat", "chat"), "kiro-cli chat");
  EXPECT_EQ(insert_subcommand("kiro-cli login", "chat"), "kiro-cli login");
}

TEST(InsertSubcommand, AGT_W27_stands_behind_the_real_executable) {
  EXPECT_EQ(insert_subcommand("env A=1 kiro-cli", "chat"), "env A=1 kiro-cli chat");
}

TEST(SubstituteAgent, CLI_A20_keeps_arguments) {
  EXPECT_EQ(substitute_agent("<agent>", "claude"), "claude");
  EXPECT_EQ(substitute_agent("<agent> --model x", "claude"), "claude --model x");
  EXPECT_EQ(substitute_agent("env A=1 <agent> --x", "env B=2 claude -y"), "env A=1 env B=2 claude -y --x");
  EXPECT_EQ(substitute_agent("echo <agent>", "claude"), "echo <agent>");
}

TEST(IsAgentPane, knows_placeholder_agents_and_types) {
  EXPECT_TRUE(is_agent_pane("<agent>", "claude"));
  EXPECT_TRUE(is_agent_pane("<agent> --verbose", "claude"));
  EXPECT_TRUE(is_agent_pane("env A=1 codex", "claude"));
  EXPECT_TRUE(is_agent_pane("/usr/bin/pick -v", "pick --x"));
  EXPECT_TRUE(is_agent_pane("mine", "/opt/pick", "mine"));
  EXPECT_FALSE(is_agent_pane("vim", "claude"));
  EXPECT_FALSE(is_agent_pane("", ""));
  EXPECT_FALSE(is_agent_pane("npm run claude", "claude"));
}

TEST(AppendArgument, goes_before_the_end_of_the_first_command) {
  EXPECT_EQ(append_argument("claude; exec bash", "-- x"), "claude -- x; exec bash");
  EXPECT_EQ(append_argument("claude && echo done", "-- x"), "claude -- x && echo done");
  EXPECT_EQ(append_argument("claude -v", "-- x"), "claude -v -- x");
}

TEST(IsPosixShell, goes_by_the_base_name) {
  for (const char* shell : {"bash", "/bin/zsh", "-zsh", "sh", "dash", "/usr/bin/ksh", "ash"})
    EXPECT_TRUE(is_posix_shell(shell)) << shell;
  for (const char* shell : {"fish", "/usr/bin/nu", "pwsh", "tcsh"}) EXPECT_FALSE(is_posix_shell(shell)) << shell;
}

TEST(ForShell, wraps_what_other_shells_cannot_read) {
  EXPECT_EQ(for_shell(" claude -- \"$(cat 'p')\"", "/bin/zsh"), " claude -- \"$(cat 'p')\"");
  EXPECT_EQ(for_shell(" claude 'p'", "/usr/bin/fish"), " sh -c 'claude '\\''p'\\'''");
  EXPECT_EQ(for_shell("a 'b'", "pwsh"), "sh -c 'a ''b'''");
  EXPECT_EQ(for_shell("a 'b'# c", "nu"), "sh -c r##'a 'b'# c'##");
}

TEST(ForShell, MUX_A16_is_read_back_unchanged_by_a_posix_shell) {
  for (const std::string line : {"printf %s 'a b'", "printf %s \"x\\\\y\"", "printf '%s' a\\'b", "printf %s '\\n'"}) {
    os::Command plain{.arguments = {"sh", "-c", line}};
    os::Command wrapped{.arguments = {"sh", "-c", for_shell(line, "fish")}};
    const auto expected = os::run(plain);
    const auto actual = os::run(wrapped);
    ASSERT_TRUE(expected && actual);
    EXPECT_EQ(actual->output, expected->output) << line;
  }
}

}  // namespace
}  // namespace agent
