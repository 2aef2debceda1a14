#pragma once
// The file in a worktree that carries a prompt to its agent (WT 2.2).

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "os/beneath.h"

namespace agent {

// "PROMPT-fix-a.md" for the branch "fix/a". A name that a shell or a listing could misread becomes its slug, "-" and 8
// hexadecimal digits of its hash (SBX E8).
std::string prompt_file_name(std::string_view branch);

// The same for a prompt that `open` injects: "PROMPT-<name>-<unix millis>.md".
std::string prompt_file_name(std::string_view branch, std::int64_t unix_millis);

// Writes `text` to .workmux/<file_name> below the worktree, 0600, through no link, replacing only a plain file (SBX
// E10). Returns the path relative to the worktree.
base::Result<std::string> write_prompt(const os::Beneath& worktree, std::string_view file_name, std::string_view text);

// Deletes prompt files of the second kind that are older than 7 days. Best effort.
void remove_old_prompts(const os::Beneath& worktree, std::int64_t now_millis);

enum class Excluded {
  added,    // the entry is there now
  present,  // it was there
  no_file,  // no info/exclude: none is made
};

// Sees to the entry `.workmux/` in info/exclude of the common directory (WT 2.2): written atomically, its mode kept.
// A link in the place of the file is an error and stays untouched (WT-W48, SBX E10).
base::Result<Excluded> exclude_prompts(const os::Beneath& common_directory);

}  // namespace agent
