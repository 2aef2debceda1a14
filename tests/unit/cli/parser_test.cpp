#include "cli/parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/usage.h"

namespace cli {
namespace {

using testing::HasSubstr;

base::Result<int> nothing(Context&, const Arguments&) {
  return 0;
}

std::vector<Command> table() {
  Command add{.name = "add", .group = "Worktree lifecycle", .summary = "Make a worktree", .details = ""};
  add.options = {
      {.name = "agent", .letter = 'a', .help = "Agent", .takes_value = true, .repeats = true, .conflicts = {"foreach"}},
      {.name = "foreach", .help = "Rows", .takes_value = true, .conflicts = {"agent"}},
      {.name = "fork", .help = "Fork", .takes_value = true, .value_only_with_equals = true},
      {.name = "count", .letter = 'n', .help = "Count", .takes_value = true, .range = std::pair{1, 4294967295}},
      {.name = "mode", .help = "Mode", .takes_value = true, .values = {"window", "session"}},
      {.name = "prompt", .letter = 'p', .help = "Prompt", .takes_value = true},
      {.name = "background", .letter = 'b', .help = "Background"},
      {.name = "no-hooks", .letter = 'H', .help = "No hooks"},
      {.name = "with-changes", .letter = 'w', .help = "Changes"},
      {.name = "patch", .help = "Patch", .requires_option = "with-changes"},
  };
  add.positionals = {{.name = "BRANCH_NAME", .help = "Branch", .required = true}};
  add.run = nothing;
  Command merge{.name = "merge", .group = "Worktree lifecycle", .summary = "Merge", .details = ""};
  merge.run = nothing;
  Command remove{
      .name = "remove", .group = "Worktree lifecycle", .summary = "Remove", .details = "", .aliases = {"rm"}};
  remove.options = {{.name = "all", .help = "All", .conflicts = {"NAMES"}}};
  remove.positionals = {{.name = "NAMES", .help = "Names", .repeats = true}};
  remove.run = nothing;
  Command shell{.name = "shell", .group = "", .summary = "Shell", .details = "", .trailing = Trailing::optional};
  shell.run = nothing;
  Command sandbox{.name = "sandbox", .group = "Setup", .summary = "Sandbox", .details = "", .subcommands = {shell}};
  Command hidden{.name = "_complete-handles", .group = "", .summary = "", .details = "", .hidden = true};
  hidden.run = nothing;
  return {add, remove, merge, sandbox, hidden};
}

const std::vector<Command> kTable = table();

Invocation invoke(const std::vector<std::string>& words) {
  const Parsed parsed = parse(kTable, words);
  EXPECT_TRUE(std::holds_alternative<Invocation>(parsed));
  return std::holds_alternative<Invocation>(parsed) ? std::get<Invocation>(parsed) : Invocation{};
}

std::string error_of(const std::vector<std::string>& words) {
  const Parsed parsed = parse(kTable, words);
  return std::holds_alternative<UsageError>(parsed) ? std::get<UsageError>(parsed).text : "no error";
}

TEST(Parser, ValuesInEveryForm) {
  for (const std::vector<std::string>& form :
       std::vector<std::vector<std::string>>{{"--prompt", "x"}, {"--prompt=x"}, {"-p", "x"}, {"-px"}, {"-p=x"}}) {
    std::vector<std::string> words = {"add", "f"};
    words.insert(words.end(), form.begin(), form.end());
    EXPECT_EQ(invoke(words).arguments.value("prompt"), "x") << form.front();
  }
}

TEST(Parser, LettersMayBeBundled) {
  const Invocation found = invoke({"add", "-bHp", "text", "f"});
  EXPECT_TRUE(found.arguments.has("background"));
  EXPECT_TRUE(found.arguments.has("no-hooks"));
  EXPECT_EQ(found.arguments.value("prompt"), "text");
  EXPECT_EQ(found.arguments.positional(0), "f");
}

TEST(Parser, CLI_W20_ValuesMayBeginWithADash) {
  EXPECT_EQ(invoke({"add", "f", "-p", "- fix it"}).arguments.value("prompt"), "- fix it");
}

TEST(Parser, DashesEndTheOptions) {
  EXPECT_EQ(invoke({"add", "--", "-f"}).arguments.positional(0), "-f");
  EXPECT_EQ(invoke({"sandbox", "shell", "--", "ls", "-l"}).arguments.trailing, (std::vector<std::string>{"ls", "-l"}));
}

TEST(Parser, ListOptionsRepeat) {
  EXPECT_EQ(invoke({"add", "f", "-a", "x", "--agent=y"}).arguments.values("agent"),
            (std::vector<std::string>{"x", "y"}));
}

TEST(Parser, OptionalValueMustBeJoined) {
  EXPECT_EQ(invoke({"add", "--fork", "f"}).arguments.value("fork"), "");
  EXPECT_EQ(invoke({"add", "--fork=12", "f"}).arguments.value("fork"), "12");
}

TEST(Parser, CLI_A3_UnknownCommandSuggestsTheNearest) {
  EXPECT_THAT(error_of({"merg"}),
              HasSubstr("error: unrecognized subcommand 'merg'\n\n  tip: a similar subcommand exists: 'merge'"));
  EXPECT_THAT(error_of({"_complete-handle"}), testing::Not(HasSubstr("tip:")));
}

TEST(Parser, CLI_A4_MissingArgumentIsNamed) {
  EXPECT_THAT(error_of({"add"}), HasSubstr("the following required arguments were not provided:\n  <BRANCH_NAME>"));
}

TEST(Parser, CLI_A5_ConflictNamesBoth) {
  EXPECT_THAT(error_of({"add", "f", "--foreach", "p:a", "-a", "claude"}),
              HasSubstr("the argument '--foreach <FOREACH>' cannot be used with '--agent <AGENT>'"));
  EXPECT_THAT(error_of({"rm", "--all", "x"}), HasSubstr("the argument '--all' cannot be used with '[NAMES]...'"));
}

TEST(Parser, BadValuesSayWhatIsAllowed) {
  EXPECT_THAT(error_of({"add", "f", "-n", "0"}),
              HasSubstr("invalid value '0' for '--count <COUNT>': 0 is not in 1..=4294967295"));
  EXPECT_THAT(error_of({"add", "f", "--mode", "x"}),
              HasSubstr("invalid value 'x' for '--mode <MODE>'\n  [possible values: window, session]"));
  EXPECT_THAT(error_of({"add", "f", "-p"}), HasSubstr("a value is required for '--prompt <PROMPT>'"));
}

TEST(Parser, UnknownOptionsAndExtraWords) {
  EXPECT_THAT(error_of({"add", "--fok"}),
              HasSubstr("unexpected argument '--fok' found\n\n  tip: a similar argument exists: '--fork'"));
  EXPECT_THAT(error_of({"add", "a", "true"}), HasSubstr("unexpected argument 'true' found"));
  EXPECT_THAT(error_of({"add", "-z"}), HasSubstr("unexpected argument '-z' found"));
  EXPECT_THAT(error_of({"add", "a", "-p", "x", "-p", "y"}), HasSubstr("cannot be used multiple times"));
  EXPECT_THAT(error_of({"add", "a", "--patch"}), HasSubstr("  --with-changes"));
}

TEST(Parser, CLI_A2_NoSubcommandAsksForOne) {
  const Parsed parsed = parse(kTable, {});
  ASSERT_TRUE(std::holds_alternative<HelpRequest>(parsed));
  EXPECT_FALSE(std::get<HelpRequest>(parsed).asked);
  EXPECT_THAT(help_text(kTable, {}), HasSubstr("Usage: workmux <COMMAND>"));
  EXPECT_FALSE(std::get<HelpRequest>(parse(kTable, {"sandbox"})).asked);
}

TEST(Parser, HelpOfEveryLevel) {
  EXPECT_TRUE(std::get<HelpRequest>(parse(kTable, {"--help"})).asked);
  EXPECT_EQ(std::get<HelpRequest>(parse(kTable, {"add", "f", "-h"})).path.size(), 1U);
  EXPECT_EQ(std::get<HelpRequest>(parse(kTable, {"help", "sandbox", "shell"})).path.size(), 2U);
  const auto path = std::get<HelpRequest>(parse(kTable, {"help", "add"})).path;
  EXPECT_THAT(help_text(kTable, path), HasSubstr("Usage: workmux add [OPTIONS] <BRANCH_NAME>"));
  EXPECT_THAT(help_text(kTable, {}), testing::Not(HasSubstr("_complete")));
}

TEST(Parser, VersionIsOnlyTopLevel) {
  EXPECT_TRUE(std::holds_alternative<VersionRequest>(parse(kTable, {"-V"})));
  EXPECT_TRUE(std::holds_alternative<UsageError>(parse(kTable, {"merge", "--version"})));
}

TEST(Parser, MessagesHoldNoTerminalSequences) {
  EXPECT_THAT(error_of({"\033]0;x\a"}), testing::Not(HasSubstr("\033")));
}

}  // namespace
}  // namespace cli
