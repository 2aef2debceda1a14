#include "sandbox/wrap.h"

#include <fmt/format.h>

#include "base/shell.h"
#include "os/files.h"

namespace sandbox {

base::Result<std::string> wrap_command(const WrapRequest& request, std::string_view command) {
  if (command.starts_with(' ')) command.remove_prefix(1);
  if (command.find_first_not_of(" \t\n") == std::string_view::npos) {
    return base::fail("A pane without a command cannot be sandboxed",
                      "Give the pane a command, or set 'sandbox.plain_panes: sandbox'.");
  }
  if (command.find('\0') != std::string_view::npos) return base::fail("The pane's command holds a NUL character");
  for (const auto* path : {&request.program, &request.directory, &request.worktree_root}) {
    if (path->native().find_first_of(std::string_view("\0\n\r", 3)) != std::string::npos || !path->is_absolute()) {
      return base::fail("A sandboxed pane needs absolute paths without line breaks",
                        "Rename the directory and open the worktree again.");
    }
  }
  if (!os::is_within(request.directory, request.worktree_root)) {
    return base::fail(fmt::format("'{}' is not inside the worktree '{}'", request.directory.string(),
                                  request.worktree_root.string()));
  }
  std::string line = fmt::format(" {} sandbox run {}", base::shell_word(request.program.string()),
                                 base::shell_quote(request.directory.string()));
  if (request.directory.lexically_normal() != request.worktree_root.lexically_normal()) {
    line += " --worktree-root " + base::shell_quote(request.worktree_root.string());
  }
  line += fmt::format(" --snapshot {} -- {}", request.snapshot_id, base::shell_quote(command));
  return line;
}

}  // namespace sandbox
