// Random argument vectors against the real table: always a command, help, the version or a usage error.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <variant>
#include <vector>

#include "cli/command.h"
#include "cli/parser.h"

namespace cli {
namespace {

class Words {
 public:
  explicit Words(unsigned seed) : random_(seed) {}

  std::vector<std::string> vector(const std::vector<Command>& table) {
    std::vector<std::string> words;
    const Command* command = nullptr;
    const auto* here = &table;
    while (!here->empty() && pick(8) != 0) {
      command = &(*here)[pick(here->size())];
      words.push_back(command->aliases.empty() || pick(2) == 0 ? command->name : command->aliases.front());
      here = &command->subcommands;
    }
    for (size_t count = pick(9); count > 0; --count) words.push_back(word(command));
    return words;
  }

 private:
  size_t pick(size_t below) { return std::uniform_int_distribution<size_t>(0, below - 1)(random_); }

  std::string word(const Command* command) {
    static const std::vector<std::string> odd = {
        "",     "-",    "--",  "---", "-=",       "--=x", "-h",      "--help", "-V",      "--version",
        "help", "name", "a/b", "-1",  "0",        "1e9",  "\xff",    "\n",     "\x1b[2J", "--no-such",
        "-zzz", "=",    "a:b", "://", "origin/x", "@{u}", "--json=", "-n0",    "-n=2",    std::string(70'000, 'x')};
    if (command == nullptr || command->options.empty() || pick(3) == 0) return odd[pick(odd.size())];
    const Option& option = command->options[pick(command->options.size())];
    std::string text = option.letter != 0 && pick(2) == 0 ? std::string{'-', option.letter} : "--" + option.name;
    if (pick(3) == 0) text += "=" + odd[pick(odd.size())];
    if (pick(6) == 0) text.resize(text.size() - 1);
    return text;
  }

  std::mt19937 random_;
};

TEST(RandomArguments, AreACommandHelpTheVersionOrAUsageError) {
  const std::vector<Command>& table = commands();
  Words words(20261126);
  size_t commands = 0;
  for (int i = 0; i < 10'000; ++i) {
    const auto vector = words.vector(table);
    const Parsed parsed = parse(table, vector);
    if (const auto* error = std::get_if<UsageError>(&parsed)) {
      EXPECT_TRUE(error->text.starts_with("error: ")) << error->text;
      EXPECT_EQ(error->text.find('\x1b'), std::string::npos);
    }
    if (const auto* invocation = std::get_if<Invocation>(&parsed)) {
      ASSERT_NE(invocation->command, nullptr);
      EXPECT_NE(invocation->command->run, nullptr);
      ++commands;
    }
  }
  EXPECT_GT(commands, 500U);  // the vectors are not all nonsense
}

}  // namespace
}  // namespace cli
