#include "cli/setup_dialogue.h"

#include <fmt/format.h>

#include "base/unicode.h"
#include "cli/output.h"

namespace cli {

namespace {

using agent::hooks::Configured;

std::string words_for(const workflow::HookState& state) {
  if (!state.configured) return fmt::format("error ({})", in_one_line(state.configured.error()));
  if (*state.configured == Configured::no) return "not configured";
  return *state.configured == Configured::yes ? "configured" : "configured (of another version)";
}

}  // namespace

std::string in_one_line(const base::Error& error) {
  std::string line = error.message;
  for (const std::string& cause : error.causes) line += ": " + cause;
  return base::sanitise_line(line);
}

std::string state_line(const workflow::HookState& state) {
  return fmt::format("• {} ({}): {}", display_name_of(state.agent), state.reason, words_for(state));
}

void explain_hooks() {
  print(
      "\nHooks let an agent tell workmux what it is doing; the window list then shows it:\n\n"
      "  1:main  2:wm-login 🤖  3:wm-search 💬  4:wm-docs ✅\n\n"
      "  🤖 working   💬 waits for you   ✅ done\n\n");
}

bool install_open(const workflow::Setting& setting, const workflow::SetupPlaces& from,
                  const std::vector<workflow::HookState>& states) {
  bool all_done = true;
  const auto lock = workflow::lock_setup(setting);
  if (!lock) print(fmt::format("✗ {}\n", in_one_line(lock.error())));
  if (!lock) return false;
  for (const workflow::HookState& state : states) {
    if (!state.is_open()) continue;
    const auto installed = workflow::set_up_hooks(setting, from, state.agent);
    if (!installed) {
      all_done = false;
      print(fmt::format("✗ {}: {}\n", display_name_of(state.agent), in_one_line(installed.error())));
      if (!installed.error().hint.empty()) print(fmt::format("  {}\n", base::sanitise(installed.error().hint)));
      continue;
    }
    print(fmt::format("✓ {}\n", base::sanitise_line(installed->message)));
    if (installed->problem) print(fmt::format("  {}\n", base::sanitise_line(*installed->problem)));
  }
  return all_done;
}

}  // namespace cli
