#include "agent/classify.h"

#include <gtest/gtest.h>

namespace agent {
namespace {

TEST(Classify, by_the_command) {
  EXPECT_EQ(classify("claude", ""), "claude");
  EXPECT_EQ(classify("/opt/claude --x", "Gemini"), "claude");
  EXPECT_EQ(classify("2.1.118", ""), "claude");
  EXPECT_EQ(classify("codex", ""), "codex");
  EXPECT_EQ(classify("codex-x86_64-un", ""), "codex");
  EXPECT_EQ(classify("kiro-cli", ""), "kiro-cli");
  EXPECT_EQ(classify("copilot", ""), "copilot");
  EXPECT_EQ(classify("zsh", "Claude Code"), "");
  EXPECT_EQ(classify("", "Claude Code"), "");
}

TEST(Classify, an_interpreter_by_the_title) {
  EXPECT_EQ(classify("node", "\u2733 Claude Code"), "claude");
  EXPECT_EQ(classify("Node", "opencode"), "opencode");
  EXPECT_EQ(classify("node", "\u25c7  Ready (x)"), "gemini");
  EXPECT_EQ(classify("bun", "\u03c0 - x"), "pi");
  EXPECT_EQ(classify("bun", "run (OMP) now"), "omp");
  EXPECT_EQ(classify("bun", "Oh My Pi"), "omp");
  EXPECT_EQ(classify("python3", "Vibe"), "vibe");
  EXPECT_EQ(classify("node", "compile"), "");
  EXPECT_EQ(classify("node", "romp omple"), "");
  EXPECT_EQ(classify("ruby", "Gemini"), "");
}

TEST(IsVersion, needs_digits_and_dots) {
  EXPECT_TRUE(is_version("2.1.118"));
  EXPECT_TRUE(is_version("1.0"));
  for (const char* word : {"2", "", ".", "1.", ".1", "1..2", "v1.2", "1.2a"}) EXPECT_FALSE(is_version(word)) << word;
}

TEST(TitleState, tells_what_hooks_did_not) {
  EXPECT_EQ(title_state("claude", "\u2733 Claude Code"), TitleState::idle);
  EXPECT_EQ(title_state("claude", "\u25d0 Task"), TitleState::working);
  EXPECT_EQ(title_state("gemini", "\u25c7  Ready (x)"), TitleState::idle);
  EXPECT_EQ(title_state("gemini", "\u2726  Working"), TitleState::working);
  EXPECT_EQ(title_state("gemini", "\u270b  Action Required"), TitleState::waiting);
  EXPECT_EQ(title_state("codex", "\u280b thread | x"), TitleState::working);
  EXPECT_FALSE(title_state("codex", "thread | x"));
  EXPECT_FALSE(title_state("vibe", "\u2733 x"));
  EXPECT_FALSE(title_state("claude", ""));
}

}  // namespace
}  // namespace agent
