#pragma once
// A branch name for a prompt, from a language model's command (CLI 8.7).

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "workflow/voice.h"
#include "workflow/world.h"

namespace workflow {

struct NamingCommand {
  std::vector<std::string> words;
  bool is_llm = false;  // its failures are told differently
};

// What would be run: `auto_name.command`, which counts in the global file only; else what the agent's profile names;
// else `llm`. Error: quotes that do not match.
base::Result<NamingCommand> naming_command(const config::Config& config, const std::optional<std::string>& agent);

// A name out of what such a command prints: its first line as a slug; empty when there is none.
std::string name_from_answer(std::string_view answer);

// Asks for names with the configuration of one call.
class AutoName {
 public:
  static base::Result<AutoName> create(const Setting& setting, const std::optional<std::filesystem::path>& config_file);

  bool background() const { return config_.auto_name.background; }
  // The program that is asked, for people.
  base::Result<std::string> program(const std::optional<std::string>& agent) const;
  // At most 60 seconds. Errors: CLI 8.7.
  base::Result<std::string> ask(const std::optional<std::string>& agent, std::string_view prompt) const;

 private:
  AutoName(World world, config::Config config) : world_(std::move(world)), config_(std::move(config)) {}
  World world_;
  config::Config config_;
};

}  // namespace workflow
