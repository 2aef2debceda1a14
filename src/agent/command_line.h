#pragma once
// Reading and editing of the command lines that are typed into panes (AGT 2.1, 2.2; MUX 8.3). Pure functions: text in,
// text out. What is not touched stays byte for byte as the user wrote it.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/profile.h"

namespace agent {

inline constexpr std::string_view kAgentPlaceholder = "<agent>";

// A prompt longer than this may not fit into one argument of a program (MUX-W19): paste it after the start instead.
inline constexpr size_t kArgumentPromptLimit = 120U << 10;  // bytes

// One shell word and where it stands in its line.
struct Word {
  size_t begin = 0;
  size_t end = 0;         // behind the last byte
  std::string text = {};  // without quotes; no expansion
};

// The words of the first simple command of a line: up to an unquoted ";", "&", "|" or newline.
std::vector<Word> words_of(std::string_view line);

// The word that names the executable: assignments, `env`, its options and its assignments are skipped. Nothing for a
// line without words; the word `env` itself when nothing follows it.
std::optional<Word> executable_of(std::string_view line);

// File name of a path without its last extension ("/opt/x/claude.exe" is "claude", ".x" stays ".x").
std::string stem_of(std::string_view path);

// Stem of the executable of a line; empty for an empty line.
std::string executable_stem(std::string_view line);

// `flags` (one or several words, taken as they are) right behind the executable. A `sh -c '...'` line is edited inside.
// A line without an executable, or empty flags: unchanged.
std::string insert_flags(std::string_view line, std::string_view flags);

// `subcommand` behind the executable, unless the first argument is a word that is no flag.
std::string insert_subcommand(std::string_view line, std::string_view subcommand);

// `<agent>` replaced by the agent's command line where it is the executable; arguments are kept (CLI-A20).
std::string substitute_agent(std::string_view line, std::string_view agent_command);

// True for a pane that runs an agent (MUX 8.3): `<agent>`, a known agent, or the same executable as the effective agent
// or its `type`. `command` is what the configuration says, before any substitution.
bool is_agent_pane(std::string_view command, std::string_view effective_agent, std::string_view type = {});

// The words that hand the prompt in `file` to an agent; the path is quoted for POSIX shells (MUX-W17, SBX E8).
std::string prompt_argument(const Profile& profile, std::string_view file);

// `argument` at the end of the first simple command of the line.
std::string append_argument(std::string_view line, std::string_view argument);

// True for bash, zsh, sh, dash, ksh and ash, given by name or path; a leading "-" (login shell) is understood.
bool is_posix_shell(std::string_view shell);

// `line` (POSIX) as something that `shell` can be given: itself, or wrapped as sh -c '...' in that shell's own quoting.
std::string for_shell(std::string_view line, std::string_view shell);

enum class Resume { no, yes };
enum class SkipPermissions { no, yes };
enum class Foreground { no, yes };  // yes: the agent's version knows Profile::foreground

struct LaunchRequest {
  std::string command = {};          // of the pane, from the configuration; may hold `<agent>`
  std::string effective_agent = {};  // command line of the agent in force
  std::string type = {};             // `type` of the agent's entry in `agents`
  std::string shell = {};            // that reads the line
  std::optional<std::filesystem::path> prompt_file = {};
  std::filesystem::path directory = {};  // the prompt file is named relative to it when it lies inside
  Resume resume = Resume::no;
  SkipPermissions skip_permissions = SkipPermissions::no;
  Foreground foreground = Foreground::no;
};

struct LaunchLine {
  std::string text = {};             // to be typed; begins with a blank when it holds a prompt
  bool is_agent = false;             // an agent pane
  bool takes_prompt = false;         // the prompt is in `text`
  const Profile* profile = nullptr;  // of the pane's command; never null
};

// The line that is typed into a pane (MUX 8.3). A command that is no agent comes back as it is.
LaunchLine launch_line(const LaunchRequest& request);

}  // namespace agent
