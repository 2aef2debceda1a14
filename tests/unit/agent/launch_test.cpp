#include <gtest/gtest.h>

#include "agent/command_line.h"
#include "os/files.h"
#include "os/process.h"
#include "os/support.h"

namespace agent {
namespace {

using os::test::TemporaryDirectory;

LaunchRequest request(std::string command, std::string agent = "claude") {
  return {
      .command = std::move(command), .effective_agent = std::move(agent), .shell = "/bin/bash", .directory = "/w/x"};
}

LaunchRequest with_prompt(std::string command, std::string agent = "claude") {
  LaunchRequest made = request(std::move(command), std::move(agent));
  made.prompt_file = "/w/x/.workmux/PROMPT-x.md";
  return made;
}

TEST(LaunchLine, is_typed_as_it_is_without_an_agent) {
  const LaunchLine line = launch_line(with_prompt("npm run dev"));
  EXPECT_EQ(line.text, "npm run dev");
  EXPECT_FALSE(line.is_agent);
  EXPECT_FALSE(line.takes_prompt);
  ASSERT_NE(line.profile, nullptr);
  EXPECT_TRUE(line.profile->is_default());
}

TEST(LaunchLine, MUX_A15_begins_with_a_blank_and_quotes_the_path) {
  const LaunchLine line = launch_line(with_prompt("<agent>"));
  EXPECT_EQ(line.text, " claude -- \"$(cat '.workmux/PROMPT-x.md')\"");
  EXPECT_TRUE(line.takes_prompt);
  EXPECT_EQ(line.profile->name, "claude");
}

TEST(LaunchLine, MUX_A17_has_no_blank_and_no_wrapper_without_a_prompt) {
  LaunchRequest made = request("<agent>");
  made.shell = "/usr/bin/fish";
  EXPECT_EQ(launch_line(made).text, "claude");
}

TEST(LaunchLine, CLI_A20_keeps_arguments_behind_the_placeholder) {
  EXPECT_EQ(launch_line(with_prompt("<agent> --model x")).text,
            " claude --model x -- \"$(cat '.workmux/PROMPT-x.md')\"");
}

TEST(LaunchLine, CLI_A19_uses_the_prompt_form_of_each_agent) {
  const std::string cat = "\"$(cat '.workmux/PROMPT-x.md')\"";
  const auto text = [](const char* agent) { return launch_line(with_prompt("<agent>", agent)).text; };
  EXPECT_EQ(text("codex"), " codex -- " + cat);
  EXPECT_EQ(text("gemini"), " gemini -i " + cat);
  EXPECT_EQ(text("opencode"), " opencode --prompt " + cat);
  EXPECT_EQ(text("pi"), " pi " + cat);
  EXPECT_EQ(text("omp"), " omp " + cat);
  EXPECT_EQ(text("vibe"), " vibe " + cat);
  EXPECT_EQ(text("kiro-cli"), " kiro-cli chat " + cat);
  EXPECT_EQ(text("copilot"), " copilot -i " + cat);
  EXPECT_EQ(text("aider"), " aider --message-file '.workmux/PROMPT-x.md'");
  EXPECT_EQ(text("goose"), " goose run --instructions '.workmux/PROMPT-x.md' --interactive");
  EXPECT_EQ(text("goose session --debug"), " goose run --debug --instructions '.workmux/PROMPT-x.md' --interactive");
  EXPECT_EQ(text("amp"), " amp < '.workmux/PROMPT-x.md'");
  EXPECT_EQ(text("/opt/own"), " /opt/own -- " + cat);
}

TEST(LaunchLine, AGT_A32_type_gives_the_form) {
  LaunchRequest made = with_prompt("<agent>", "/opt/pick --fast");
  made.type = "claude";
  EXPECT_EQ(launch_line(made).text, " /opt/pick --fast -- \"$(cat '.workmux/PROMPT-x.md')\"");
  made.type = "gemini";
  EXPECT_EQ(launch_line(made).text, " /opt/pick --fast -i \"$(cat '.workmux/PROMPT-x.md')\"");
}

TEST(LaunchLine, type_does_not_reach_other_agents) {
  LaunchRequest made = with_prompt("codex", "/opt/pick");
  made.type = "gemini";
  EXPECT_EQ(launch_line(made).text, " codex -- \"$(cat '.workmux/PROMPT-x.md')\"");
}

TEST(LaunchLine, AGT_A33_default_subcommand_without_a_prompt) {
  EXPECT_EQ(launch_line(request("<agent>", "kiro-cli")).text, "kiro-cli chat");
  EXPECT_EQ(launch_line(request("<agent>", "goose")).text, "goose session");
}

TEST(LaunchLine, AGT_A34_resume_and_permission_flags) {
  LaunchRequest made = request("<agent>", "env A=1 claude");
  made.resume = Resume::yes;
  EXPECT_EQ(launch_line(made).text, "env A=1 claude --continue");
  made.skip_permissions = SkipPermissions::yes;
  EXPECT_EQ(launch_line(made).text, "env A=1 claude --continue --dangerously-skip-permissions");
  made.effective_agent = "codex";
  EXPECT_EQ(launch_line(made).text, "codex resume --last --yolo");
  made.effective_agent = "kiro-cli";
  EXPECT_EQ(launch_line(made).text, "kiro-cli chat --resume");
  made.effective_agent = "vibe";
  EXPECT_EQ(launch_line(made).text, "vibe --continue --agent auto-approve");
}

TEST(LaunchLine, wraps_for_other_shells_only_with_a_prompt) {
  LaunchRequest made = with_prompt("<agent>");
  made.shell = "/usr/bin/fish";
  EXPECT_EQ(launch_line(made).text, " sh -c 'claude -- \"$(cat '\\''.workmux/PROMPT-x.md'\\'')\"'");
}

TEST(LaunchLine, names_a_prompt_outside_by_its_whole_path) {
  LaunchRequest made = with_prompt("<agent>");
  made.prompt_file = "/tmp/p.md";
  EXPECT_EQ(launch_line(made).text, " claude -- \"$(cat '/tmp/p.md')\"");
}

// What the agent gets, when a real shell reads the line.
std::string arguments_given(const std::string& shell, LaunchRequest made, const TemporaryDirectory& directory) {
  made.effective_agent = (directory / "claude").string();
  made.shell = shell;
  made.directory = directory.path();
  os::Command command{.arguments = {shell, "-c", launch_line(made).text}};
  command.directory = directory.path();
  const auto outcome = os::run(command);
  return outcome ? outcome->output : base::describe(outcome.error());
}

TEST(LaunchLine, MUX_W17_SBX_E8_runs_nothing_that_a_path_says) {
  const TemporaryDirectory directory;
  ASSERT_OK(os::create_file(directory / "claude", "#!/bin/sh\nprintf '<%s>' \"$@\"\n", 0755));
  for (const std::string name :
       {"a b.md", "$(touch owned).md", "`touch owned`.md", "it's \"x\".md", "-n.md", "a;touch owned"}) {
    ASSERT_OK(os::write_atomically(directory / name, "do $(x) \"y\" 'z'"));
    LaunchRequest made = request("<agent>");
    made.prompt_file = directory / name;
    EXPECT_EQ(arguments_given("/bin/sh", made, directory), "<--><do $(x) \"y\" 'z'>") << name;
    EXPECT_FALSE(os::status_of(directory / "owned")) << name;
  }
}

}  // namespace
}  // namespace agent
