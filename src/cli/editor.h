#pragma once
// The user's editor.

#include <filesystem>

#include "base/result.h"
#include "cli/context.h"

namespace cli {

// Runs $VISUAL, else $EDITOR, else vi on a file, on our terminal, and waits for it (CLI 3.18). Errors: "Failed to open
// editor '<e>'", "Editor '<e>' exited with non-zero status".
base::Result<> edit_in_editor(const Context& context, const std::filesystem::path& file);

}  // namespace cli
