#pragma once
// The hook groups that Claude, Codex and Gemini keep in JSON: {"<event>": [{"matcher"?, "hooks": [{"type",
// "command"}]}]} (AGT 4.2). Pure: a value in, a value out.

#include "base/json.h"
#include "base/result.h"

namespace agent::hooks {

// What makes a hook entry ours.
inline constexpr std::string_view kOurCommand = "workmux set-window-status";

// True for a command that is ours and nothing else: "workmux set-window-status <word>".
bool is_our_command(std::string_view command);

// True when a command of any group calls us. `root` is the agent's whole file.
bool has_our_hooks(const base::Json& root);

// True when each of `groups` is there, equal.
bool has_groups(const base::Json& root, const base::Json& groups);

// Appends each of `groups` that is not there, and drops our own groups of other versions; everything else stays, in its
// order (AGT 4.3). Errors: `root` or its "hooks" is no object, an event is no array. Returns whether something changed.
base::Result<bool> merge_groups(base::Json& root, const base::Json& groups);

// Drops every entry that calls us, then groups, events and objects that this left empty, and keys "workmux-status@..."
// of "enabledPlugins" (AGT 4.7). Returns whether something changed.
bool remove_our_hooks(base::Json& root);

}  // namespace agent::hooks
