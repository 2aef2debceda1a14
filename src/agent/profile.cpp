#include "agent/profile.h"

#include <algorithm>
#include <array>

#include "agent/command_line.h"

namespace agent {

namespace {

constexpr Profile kDefault{.name = "", .label = "", .icon = "", .colour = "text", .prompt_flag = "--"};

constexpr auto kProfiles = std::to_array<Profile>({
    {.name = "claude",
     .label = "Claude",
     .icon = "CC",
     .colour = "#d97757",
     .prompt_flag = "--",
     .resume = "--continue",
     .skip_permissions = "--dangerously-skip-permissions",
     .status_on_prompt = StatusOnPrompt::yes,
     .bang_delay = BangDelay::yes,
     .naming_command = "claude --model haiku -p"},
    {.name = "codex",
     .label = "Codex",
     .icon = "CX",
     .colour = "#10a37f",
     .prompt_flag = "--",
     .resume = "resume --last",
     .skip_permissions = "--yolo",
     .foreground = "--no-daemon",
     .naming_command = "codex exec --config model_reasoning_effort=\"low\" -m gpt-5.1-codex-mini"},
    {.name = "gemini",
     .label = "Gemini",
     .icon = "G",
     .colour = "#078efa",
     .prompt_flag = "-i",
     .resume = "--resume",
     .skip_permissions = "--yolo",
     .naming_command = "gemini -m gemini-2.5-flash-lite -p"},
    {.name = "opencode",
     .label = "OpenCode",
     .icon = "OC",
     .colour = "blue",
     .prompt_flag = "--prompt",
     .resume = "--continue",
     .status_on_prompt = StatusOnPrompt::yes,
     .naming_command = "opencode run"},
    {.name = "pi",
     .label = "Pi",
     .icon = "\u03c0",
     .colour = "#96bbb5",
     .resume = "--continue",
     .status_on_prompt = StatusOnPrompt::yes,
     .naming_command = "pi -p"},
    {.name = "omp",
     .label = "Oh My Pi",
     .icon = "\u2325",
     .colour = "#e05735",
     .resume = "--continue",
     .status_on_prompt = StatusOnPrompt::yes,
     .naming_command = "omp -p"},
    {.name = "kiro-cli",
     .label = "Kiro",
     .icon = "K",
     .colour = "text",
     .subcommand = "chat",
     .resume = "--resume",
     .naming_command = "kiro-cli chat --no-interactive"},
    {.name = "vibe",
     .label = "Vibe",
     .icon = "V",
     .colour = "#ff8205",
     .resume = "--continue",
     .skip_permissions = "--agent auto-approve"},
    {.name = "copilot",
     .label = "Copilot",
     .icon = "CP",
     .colour = "#8957e5",
     .prompt_flag = "-i",
     .resume = "--continue",
     .skip_permissions = "--allow-all-tools",
     .naming_command = "copilot -p"},
    {.name = "aider",
     .label = "Aider",
     .icon = "A",
     .colour = "#14b014",
     .prompt_style = PromptStyle::file,
     .prompt_flag = "--message-file",
     .resume = "--restore-chat-history",
     .skip_permissions = "--yes-always"},
    {.name = "cursor-agent",
     .label = "Cursor",
     .icon = "CU",
     .colour = "text",
     .resume = "--continue",
     .skip_permissions = "--force",
     .naming_command = "cursor-agent -p"},
    {.name = "amp",
     .label = "Amp",
     .icon = "AM",
     .colour = "#f34e3f",
     .prompt_style = PromptStyle::input,
     .resume = "threads continue",
     .skip_permissions = "--dangerously-allow-all",
     .naming_command = "amp -x"},
    {.name = "goose",
     .label = "Goose",
     .icon = "GO",
     .colour = "text",
     .prompt_style = PromptStyle::file,
     .prompt_flag = "--instructions",
     .prompt_tail = "--interactive",
     .subcommand = "session",
     .prompt_subcommand = "run",
     .resume = "--resume",
     .naming_command = "goose run --no-session --quiet -t"},
    {.name = "qwen",
     .label = "Qwen",
     .icon = "Q",
     .colour = "#615ced",
     .prompt_flag = "-i",
     .resume = "--continue",
     .skip_permissions = "--yolo",
     .naming_command = "qwen -p"},
});

}  // namespace

std::span<const Profile> profiles() {
  return kProfiles;
}

const Profile& default_profile() {
  return kDefault;
}

const Profile* find_profile(std::string_view name) {
  const auto found = std::ranges::find(kProfiles, name, &Profile::name);
  return found == kProfiles.end() ? nullptr : &*found;
}

const Profile& profile_of(std::string_view command_line, std::string_view type) {
  if (const Profile* by_stem = find_profile(executable_stem(command_line))) return *by_stem;
  if (const Profile* by_type = find_profile(type)) return *by_type;
  return kDefault;
}

bool is_known_agent(std::string_view command_line) {
  return find_profile(executable_stem(command_line)) != nullptr;
}

}  // namespace agent
