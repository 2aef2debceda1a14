#pragma once
// The prompt of `add`, read inside the sandbox (CLI 8.6).

#include <string>
#include <string_view>

#include "base/result.h"
#include "guest/command.h"
#include "os/environment.h"

namespace guest {

// From --prompt, --prompt-file or an editor (--prompt-editor, or --auto-name without another source); empty without
// any.
base::Result<std::string> read_prompt(const Arguments& arguments, const os::Environment& environment);

// What follows the front matter, or the whole text when there is none. An error when the front matter asks for several
// worktrees, which a sandbox cannot.
base::Result<std::string> prompt_body(std::string_view text);

}  // namespace guest
