#pragma once
// The one switch in Codex's config.toml that lets its hooks run: `hooks = true` in the table `features` (AGT 4.2). The
// text is edited by lines, so that comments and order stay; tables, dotted keys and multi-line strings are understood
// (AGT-W11).

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace agent::hooks {

// The text with the switch on; nothing when it is on already. An error for `features = {...}` in one line without it.
base::Result<std::optional<std::string>> enable_codex_hooks(std::string_view text);

}  // namespace agent::hooks
