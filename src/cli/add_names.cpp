#include "cli/add_names.h"

#include <fmt/format.h>

#include <set>
#include <string>

#include "cli/spinner.h"
#include "workflow/auto_name.h"

namespace cli {

namespace {

std::string distinct(const std::string& name, std::set<std::string>& taken) {
  std::string candidate = name;
  for (int number = 2; !taken.insert(candidate).second; ++number) candidate = fmt::format("{}-{}", name, number);
  return candidate;
}

}  // namespace

base::Result<> name_by_prompt(const workflow::Setting& setting, workflow::AddRequest& request,
                              std::vector<workflow::Spec>& specs, const workflow::Voice& voice) {
  const auto naming = TRY(workflow::AutoName::create(setting, request.config_file));
  if (naming.background()) request.background = true;
  std::set<std::string> taken;
  for (auto& spec : specs) {
    if (!spec.prompt) return base::fail("--auto-name needs a prompt to name the branch after");
    Spinner spinner(fmt::format("Generating branch name with {}", TRY(naming.program(spec.agent))));
    spec.branch = distinct(TRY(naming.ask(spec.agent, *spec.prompt)), taken);
    spinner.succeed();
    voice.say(fmt::format("  Branch: {}", spec.branch));
  }
  return {};
}

}  // namespace cli
