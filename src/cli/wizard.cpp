#include "cli/wizard.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "agent/hooks/declined.h"
#include "base/text.h"
#include "base/unicode.h"
#include "cli/output.h"
#include "cli/question.h"
#include "cli/setting.h"
#include "cli/setup_dialogue.h"
#include "cli/skills_dialogue.h"
#include "config/edit.h"
#include "config/naming.h"
#include "os/terminal.h"
#include "workflow/sources.h"

namespace cli {

namespace {

using agent::hooks::Agent;
using agent::hooks::Configured;
using agent::hooks::Declined;
using workflow::Answer;
using workflow::HookState;
using workflow::SkillPlace;

// Both ends must be a person's: a question into a pipe is never seen, and one read in the background stops the command.
bool may_ask(const Context& context, const Arguments& arguments) {
  for (const char* name : {"CI", "WORKMUX_TEST", "WM_SANDBOX_GUEST"}) {
    if (context.environment.has(name)) return false;
  }
  return !arguments.has("json") && os::is_terminal(STDOUT_FILENO) && os::is_foreground(STDIN_FILENO);
}

base::Result<config::Loaded> load_config(const workflow::Setting& setting, const Arguments& arguments) {
  const auto file = arguments.value("config");
  if (!file) return workflow::load_config_here(setting);
  return workflow::load_config(TRY(workflow::look_around(setting)), *file);
}

void ask_about_font(const workflow::Setting& setting) {
  print(
      "┌─ Nerdfont Setup ─────────────────────────────┐\n"
      "│                                              │\n"
      "│   \ue725   Does this look like a branch of git?   │\n"
      "│                                              │\n"
      "└──────────────────────────────────────────────┘\n");
  // No default: an empty line is no answer.
  const Answer answer = ask_yes_no("[y] Yes  [n] No: ", std::nullopt);
  if (answer == Answer::end_of_input) return;
  const std::string value = answer == Answer::yes ? "true" : "false";
  const std::filesystem::path file = config::global_file(workflow::global_sources(setting));
  const auto written = config::edit_file(file, "nerdfont", value);
  if (written) return;
  warn(fmt::format("Warning: {}\nAdd this line by hand to {}:\n  nerdfont: {}", in_one_line(written.error()),
                   base::sanitise_line(file.string()), value));
}

template <typename Each>
void keep_names(std::set<std::string>& names, const std::vector<Each>& what) {
  for (const Each& each : what) names.emplace(name_of(each.agent));
}

void offer_skills(const workflow::Setting& setting, std::vector<SkillPlace> places, Declined& declined) {
  std::erase_if(places, [&](const SkillPlace& place) {
    return !place.has(agent::skills::State::missing) || declined.skills.contains(std::string(name_of(place.agent)));
  });
  if (places.empty()) return;
  print("\n");
  explain_skills(places);
  const Answer answer = ask_yes_no("Install bundled skills? [Y/n] ", Answer::yes);
  if (answer == Answer::yes) (void)install_skills(setting, places, Modified::keep);
  if (answer == Answer::no) keep_names(declined.skills, places);
}

void offer_hooks(const workflow::Setting& setting) {
  const workflow::SetupPlaces from = workflow::setup_places(setting);
  Declined declined = agent::hooks::load_declined(setting.paths.state);
  std::vector<HookState> states = workflow::look_at_hooks(from, {});
  std::erase_if(states, [&](const HookState& state) {
    // Each worktree would be asked about anew.
    if (state.agent == Agent::copilot && from.is_linked_worktree) return true;
    return !state.configured || *state.configured != Configured::no ||
           declined.hooks.contains(std::string(name_of(state.agent)));
  });
  if (states.empty()) return;
  print("Status tracking\n\n");
  for (const HookState& state : states) print(state_line(state) + "\n");
  explain_hooks();
  const Answer answer = ask_yes_no("Install status tracking hooks? [Y/n] ", Answer::yes);
  const Declined before = declined;
  if (answer == Answer::no) keep_names(declined.hooks, states);
  if (answer == Answer::yes) {
    (void)install_open(setting, from, states);
    for (const std::string& line : workflow::hook_obstacles(setting, from, states)) warn("Note: " + line);
    offer_skills(setting, workflow::look_at_skills(from, {}), declined);
  }
  print("\n");
  if (declined == before) return;
  const auto stored = agent::hooks::store_declined(setting.paths.state, declined);
  if (!stored && setting.log != nullptr) setting.log->warning(base::describe(stored.error()));
}

}  // namespace

void run_wizards(Context& context, const Command& command, const Arguments& arguments) {
  if (!command.offers_setup || !may_ask(context, arguments)) return;
  const workflow::Setting setting = setting_of(context);
  const auto loaded = load_config(setting, arguments);
  if (!loaded) return;  // the command says why
  if (!config::configured_icon_font(loaded->config)) ask_about_font(setting);
  offer_hooks(setting);
}

}  // namespace cli
