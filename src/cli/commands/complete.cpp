// Completion: the engine that the scripts of all shells call, the helpers that older scripts call, and the scripts
// (CLI 4).
#include <fmt/format.h>

#include <algorithm>

#include "base/resource.h"
#include "base/unicode.h"
#include "cli/commands/setup_commands.h"
#include "cli/completion.h"
#include "cli/output.h"
#include "cli/setting.h"
#include "workflow/name_lists.h"

namespace cli {

// The files of resources/completions.
std::span<const base::Resource> completion_scripts();

namespace {

std::vector<std::string> words_of(WordSource source, const workflow::Setting& setting) {
  switch (source) {
    case WordSource::none:
    case WordSource::files:
      break;
    case WordSource::handles:
      return workflow::worktree_handles(setting);
    case WordSource::agent_targets:
      return workflow::agent_targets(setting);
    case WordSource::free_branches:
      return workflow::free_branches(setting);
    case WordSource::branches:
      return workflow::all_branches(setting, workflow::RemoteBranches::yes);
    case WordSource::local_branches:
      return workflow::all_branches(setting, workflow::RemoteBranches::no);
    case WordSource::layouts:
      return workflow::layout_names(setting);
    case WordSource::agents:
      return workflow::agent_names(setting);
  }
  return {};
}

// A name that a terminal shows as it is; others are not offered.
bool is_plain(const std::string& word) {
  return !word.empty() && base::sanitise_line(word) == word && word.find('\t') == std::string::npos;
}

// First line "files" or "words": whether file names may stand there, too. Then a candidate a line, a tab and its
// description behind it.
base::Result<int> run_complete(Context& context, const Arguments& arguments) {
  std::vector<std::string> words = arguments.positionals;
  words.insert(words.end(), arguments.trailing.begin(), arguments.trailing.end());
  const Completion completion = complete(commands(), words);
  std::string text = completion.source == WordSource::files ? "files\n" : "words\n";
  for (const Candidate& candidate : completion.candidates) {
    text += fmt::format("{}\t{}\n", candidate.word, candidate.description);
  }
  for (const std::string& word : words_of(completion.source, setting_of(context))) {
    const bool taken = std::ranges::find(completion.taken, word) != completion.taken.end();
    const bool looks_like_option = completion.joined.empty() && word.starts_with('-');
    if (taken || looks_like_option || !is_plain(word) || !word.starts_with(completion.typed)) continue;
    text += fmt::format("{}{}\t\n", completion.joined, word);
  }
  print(text);
  return 0;
}

int print_words(const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    if (is_plain(word)) print(word + "\n");
  }
  return 0;
}

base::Result<int> run_handles(Context& context, const Arguments&) {
  return print_words(workflow::worktree_handles(setting_of(context)));
}

base::Result<int> run_agent_targets(Context& context, const Arguments&) {
  return print_words(workflow::agent_targets(setting_of(context)));
}

base::Result<int> run_git_branches(Context& context, const Arguments&) {
  return print_words(workflow::free_branches(setting_of(context)));
}

base::Result<int> run_branches(Context& context, const Arguments&) {
  return print_words(workflow::worktree_branches(setting_of(context)));
}

base::Result<int> run_completions(Context&, const Arguments& arguments) {
  print(base::resource_text(completion_scripts(), *arguments.positional(0)));
  return 0;
}

Command helper(const char* name, const char* summary, base::Result<int> (*run)(Context&, const Arguments&)) {
  Command command{.name = name, .group = "", .summary = summary, .details = "", .hidden = true};
  command.run = run;
  return command;
}

}  // namespace

std::vector<Command> completion_helpers() {
  Command engine = helper("_complete", "Print what may stand at the end of a command line", run_complete);
  engine.positionals = {{.name = "WORDS", .help = "", .repeats = true}};
  engine.trailing = Trailing::optional;
  return {
      engine,
      helper("_complete-handles", "Print the handles of all worktrees", run_handles),
      helper("_complete-agent-targets", "Print the names of agents", run_agent_targets),
      helper("_complete-git-branches", "Print branches that are not checked out", run_git_branches),
      helper("_complete-branches", "Print the branches of all worktrees", run_branches),
  };
}

Command completions_command() {
  Command command{.name = "completions",
                  .group = "Help and updates",
                  .summary = "Print a completion script for your shell",
                  .details =
                      "bash:        eval \"$(workmux completions bash)\"\n"
                      "zsh:         workmux completions zsh > a directory of $fpath, as _workmux\n"
                      "fish:        workmux completions fish > ~/.config/fish/completions/workmux.fish\n"
                      "elvish:      eval (workmux completions elvish | slurp)\n"
                      "powershell:  workmux completions powershell | Out-String | Invoke-Expression"};
  command.positionals = {{.name = "SHELL",
                          .help = "Shell to complete in",
                          .required = true,
                          .values = {"bash", "zsh", "fish", "elvish", "powershell"}}};
  command.run = run_completions;
  return command;
}

}  // namespace cli
