#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "base/unicode.h"
#include "cli/commands/setup_commands.h"
#include "cli/output.h"
#include "cli/question.h"
#include "cli/setting.h"
#include "cli/setup_dialogue.h"
#include "cli/skills_dialogue.h"
#include "os/terminal.h"

namespace cli {

namespace {

using agent::hooks::Agent;
using agent::skills::State;
using workflow::Answer;
using workflow::HookState;
using workflow::SkillPlace;

constexpr int kSomethingIsMissing = 1;

struct Wanted {
  std::vector<Agent> agents = {};  // empty: those that are detected
  bool hooks = true;
  bool skills = true;
  bool asks = true;
};

Wanted wanted_by(const Arguments& arguments) {
  Wanted wanted;
  for (const std::string& name : arguments.values("agent")) {
    if (const auto agent = agent::hooks::agent_of(name)) wanted.agents.push_back(*agent);
  }
  const bool both = arguments.has("hooks") == arguments.has("skills");
  wanted.hooks = both || arguments.has("hooks");
  wanted.skills = both || arguments.has("skills");
  wanted.asks = !arguments.has("yes") && wanted.agents.empty();
  return wanted;
}

bool is_open(const HookState& state) {
  return state.is_open();
}

void show(const std::vector<HookState>& states) {
  print("Status tracking\n\n");
  for (const HookState& state : states) print(state_line(state) + "\n");
}

void show_obstacles(const workflow::Setting& setting, const workflow::SetupPlaces& from,
                    const std::vector<HookState>& states) {
  for (const std::string& line : workflow::hook_obstacles(setting, from, states)) warn("Note: " + line);
}

// Without a question for hooks of another version: they work as they are (AGT 4.1, W15).
void say_all_are_configured(const std::vector<HookState>& states) {
  print("\nAll agents have status tracking configured.\n");
  if (std::ranges::any_of(states, is_open))
    print("Newer hooks are there for some of them: `workmux setup --yes` installs them.\n");
}

// False when an installation failed. An error when there was no answer.
base::Result<bool> set_up_hooks(const workflow::Setting& setting, const workflow::SetupPlaces& from,
                                const Wanted& wanted, const std::vector<HookState>& states) {
  const bool all_there = std::ranges::all_of(states, &HookState::is_there);
  if (!std::ranges::any_of(states, is_open) || (all_there && wanted.asks)) {
    say_all_are_configured(states);
    return true;
  }
  if (wanted.asks) {
    explain_hooks();
    const Answer answer = ask_yes_no("Install status tracking hooks? [Y/n] ", Answer::yes);
    if (answer == Answer::end_of_input) return base::fail("Aborted.", "To install without a question: --yes.");
    if (answer == Answer::no) return true;
  }
  print("\n");
  return install_open(setting, from, states);
}

// Nothing is asked when all of them are there as they came.
base::Result<bool> set_up_skills(const workflow::Setting& setting, const Wanted& wanted,
                                 const std::vector<SkillPlace>& places) {
  const bool all_same = std::ranges::all_of(places, [](const SkillPlace& place) {
    return place.skills && !place.has(State::missing) && !place.has(State::different);
  });
  print("\nSkills\n\n");
  if (wanted.asks && !all_same) {
    explain_skills(places);
    const Answer answer = ask_yes_no("Install bundled skills? [Y/n] ", Answer::yes);
    if (answer == Answer::end_of_input) return base::fail("Aborted.", "To install without a question: --yes.");
    if (answer == Answer::no) return true;
    print("\n");
  }
  return install_skills(setting, places, wanted.asks ? Modified::ask : Modified::keep);
}

// Skills that are missing count only when they were asked about: agents report their status without them.
base::Result<int> check(const workflow::Setting& setting, const workflow::SetupPlaces& from, const Wanted& wanted,
                        const Arguments& arguments) {
  bool is_missing = false;
  if (wanted.hooks) {
    const std::vector<HookState> states = workflow::look_at_hooks(from, wanted.agents);
    for (const HookState& state : states) print(state_line(state) + "\n");
    show_obstacles(setting, from, states);
    is_missing = std::ranges::any_of(states, is_open);
  }
  if (wanted.skills) {
    for (const SkillPlace& place : workflow::look_at_skills(from, wanted.agents)) {
      print(skills_line(place) + "\n");
      is_missing = is_missing || (arguments.has("skills") && (!place.skills || place.has(State::missing)));
    }
  }
  if (!is_missing) return 0;
  warn("Install what is missing with `workmux setup --yes`.");
  return kSomethingIsMissing;
}

base::Error no_terminal() {
  return {.message = "workmux setup requires an interactive terminal",
          .hint = "Install without questions: `workmux setup --yes`, or `workmux setup --agent NAME`.",
          .causes = {}};
}

// AGT 4.4.
base::Result<int> run_setup(Context& context, const Arguments& arguments) {
  const workflow::Setting setting = setting_of(context);
  const Wanted wanted = wanted_by(arguments);
  const workflow::SetupPlaces from = workflow::setup_places(setting);
  if (arguments.has("check")) return check(setting, from, wanted, arguments);
  const std::vector<HookState> states = workflow::look_at_hooks(from, wanted.agents);
  const std::vector<SkillPlace> places = workflow::look_at_skills(from, wanted.agents);
  if (wanted.asks && !os::is_terminal(STDIN_FILENO)) {
    if (wanted.hooks) show(states);
    for (const SkillPlace& place : places) {
      if (wanted.skills) print(skills_line(place) + "\n");
    }
    return std::unexpected(no_terminal());
  }
  if (states.empty()) {
    print("No agents detected. Install an agent CLI (Claude Code, OpenCode) to get started.\n");
    return 0;
  }
  bool hooks_done = true;
  if (wanted.hooks) {
    show(states);
    hooks_done = TRY(set_up_hooks(setting, from, wanted, states));
    if (!wanted.asks) (void)workflow::make_codex_hooks_live(setting, from, states);
    show_obstacles(setting, from, states);
  }
  bool skills_done = true;
  if (wanted.skills && !places.empty()) skills_done = TRY(set_up_skills(setting, wanted, places));
  if (!hooks_done) return base::fail("Some hook installations failed");
  if (!skills_done) return base::fail("Some skill installations failed");
  return 0;
}

std::vector<std::string> agent_names() {
  std::vector<std::string> names;
  for (const Agent agent : agent::hooks::all_agents()) names.emplace_back(name_of(agent));
  return names;
}

}  // namespace

Command setup_command() {
  Command command{
      .name = "setup",
      .group = "Setup and configuration",
      .summary = "Let agents report their status, and teach them workmux: install hooks and skills",
      .details =
          "Looks for agents and asks before it changes their settings. Your own hooks, comments and\n"
          "layout stay, and the text from before is kept once as <file>.workmux-backup. Without --hooks and\n"
          "--skills both are meant."};
  command.options = {
      {.name = "hooks", .help = "Only the hooks that report an agent's status"},
      {.name = "skills", .help = "Only the skills"},
      {.name = "yes", .letter = 'y', .help = "Install without asking", .conflicts = {"check"}},
      {.name = "agent",
       .help = "Only for this agent, detected or not, without asking",
       .takes_value = true,
       .repeats = true,
       .values = agent_names()},
      {.name = "check", .help = "Change nothing; exit code 1 when hooks (with --skills: skills) are missing"},
  };
  command.run = run_setup;
  return command;
}

}  // namespace cli
