#pragma once
// What is known about each coding agent: how it is started and driven, and how it is shown. One table, one row per
// agent (AGT 2.1, 2.4).

#include <span>
#include <string_view>

namespace agent {

// How a prompt that lies in a file reaches the agent.
enum class PromptStyle {
  argument,  // FLAG "$(cat FILE)"; FLAG may be empty
  file,      // FLAG FILE
  input,     // < FILE
};

enum class StatusOnPrompt { no, yes };  // yes: we show `working` after a launch with a prompt, because no hook does
enum class BangDelay { no, yes };       // yes: "!" is typed alone, 50 ms before the rest

struct Profile {
  std::string_view name = {};  // stem of the executable; empty for the default profile
  std::string_view label = {};
  std::string_view icon = {};
  std::string_view colour = {};  // "#rrggbb", "blue" (of the terminal) or "text"

  PromptStyle prompt_style = PromptStyle::argument;
  std::string_view prompt_flag = {};        // "--", "-i", ...; may be empty
  std::string_view prompt_tail = {};        // words behind the prompt; mostly empty
  std::string_view subcommand = {};         // default subcommand; mostly empty
  std::string_view prompt_subcommand = {};  // instead of `subcommand` when a prompt is given; empty: the same
  std::string_view resume = {};             // resumes the newest conversation; may be several words; empty: cannot
  std::string_view skip_permissions = {};   // for sandboxed panes only; may be several words; empty: none
  // Keeps the agent out of a shared background server, where its version knows the flag (AGT 4.8).
  std::string_view foreground = {};
  StatusOnPrompt status_on_prompt = StatusOnPrompt::no;
  BangDelay bang_delay = BangDelay::no;
  std::string_view naming_command = {};  // prints an answer to the prompt that follows it; empty: none

  bool is_default() const { return name.empty(); }
};

// Every agent, in the order of AGT 2.1; the default profile is not among them.
std::span<const Profile> profiles();

// The profile of anything that is not in the table.
const Profile& default_profile();

// The row of that name (also the display kind of AGT 2.4); null when there is none.
const Profile* find_profile(std::string_view name);

// The profile that a command line has by the stem of its executable, else by `type` (of its entry in `agents`), else
// the default one (AGT 2.2). A PATH lookup could not change the stem, so none is made.
const Profile& profile_of(std::string_view command_line, std::string_view type = {});

// True when the executable of the command line has a row (AGT 2.2 "known agent").
bool is_known_agent(std::string_view command_line);

}  // namespace agent
