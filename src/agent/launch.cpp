// From what the configuration says about a pane to the line that is typed into it (MUX 8.3).

#include <fmt/format.h>

#include "agent/command_line.h"
#include "base/shell.h"
#include "base/text.h"
#include "os/files.h"

namespace agent {

namespace {

std::string path_for(const LaunchRequest& request) {
  const std::filesystem::path file = request.prompt_file->lexically_normal();
  const std::filesystem::path directory = request.directory.lexically_normal();
  if (file.is_absolute() && !directory.empty() && os::is_within(file, directory))
    return file.lexically_relative(directory).string();
  return file.string();
}

// A path that a program could read as an option, or a shell as something else, begins with "./".
std::string file_word(std::string_view file) {
  return base::shell_quote(file.starts_with('/') || file.starts_with('.') ? std::string(file)
                                                                          : fmt::format("./{}", file));
}

// The subcommand that the line needs: a default one that the user wrote out gives way to the one for prompts.
std::string with_subcommand(const std::string& line, const Profile& profile, bool has_prompt) {
  if (!has_prompt || profile.prompt_subcommand.empty()) return insert_subcommand(line, profile.subcommand);
  const auto executable = executable_of(line);
  for (const Word& word : words_of(line)) {
    if (word.begin <= executable->begin) continue;
    if (word.text != profile.subcommand) break;
    return line.substr(0, word.begin) + std::string(profile.prompt_subcommand) + line.substr(word.end);
  }
  return insert_subcommand(line, profile.prompt_subcommand);
}

}  // namespace

std::string prompt_argument(const Profile& profile, std::string_view file) {
  const std::string word = file_word(file);
  std::string text(profile.prompt_flag);
  if (!text.empty()) text += ' ';
  switch (profile.prompt_style) {
    case PromptStyle::argument:
      text += fmt::format("\"$(cat {})\"", word);
      break;
    case PromptStyle::file:
      text += word;
      break;
    case PromptStyle::input:
      text += fmt::format("< {}", word);
      break;
  }
  if (!profile.prompt_tail.empty()) text += fmt::format(" {}", profile.prompt_tail);
  return text;
}

LaunchLine launch_line(const LaunchRequest& request) {
  LaunchLine result;
  result.is_agent = is_agent_pane(request.command, request.effective_agent, request.type);
  const bool placeholder = executable_stem(request.command) == kAgentPlaceholder;
  std::string line = substitute_agent(request.command, request.effective_agent);

  // `type` belongs to the effective agent, so it speaks for panes that run that agent only.
  const std::string stem = executable_stem(line);
  const bool is_effective = placeholder || stem == executable_stem(request.effective_agent);
  result.profile = &profile_of(line, is_effective || stem == request.type ? request.type : std::string_view{});
  result.text = line;
  if (!result.is_agent) return result;

  const Profile& profile = *result.profile;
  if (request.skip_permissions == SkipPermissions::yes) line = insert_flags(line, profile.skip_permissions);
  if (request.resume == Resume::yes) line = insert_flags(line, profile.resume);
  if (request.foreground == Foreground::yes) line = insert_flags(line, profile.foreground);
  line = with_subcommand(line, profile, request.prompt_file.has_value());
  if (request.prompt_file) {
    line = append_argument(line, prompt_argument(profile, path_for(request)));
    line = for_shell(fmt::format(" {}", base::trim(line)), request.shell);
    result.takes_prompt = true;
  }
  result.text = line;
  return result;
}

}  // namespace agent
