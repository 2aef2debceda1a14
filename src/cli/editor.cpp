#include "cli/editor.h"

#include <fmt/format.h>

#include "base/shell.h"
#include "os/process.h"

namespace cli {

base::Result<> edit_in_editor(const Context& context, const std::filesystem::path& file) {
  const os::Environment& environment = context.environment;
  const std::string editor =
      environment.get_non_empty("VISUAL").value_or(environment.get_non_empty("EDITOR").value_or("vi"));
  os::Command command{.arguments = base::shell_words(editor), .environment = environment};
  command.arguments.push_back(file.string());
  command.stdin_stream = os::Stream::inherit;
  command.stdout_stream = os::Stream::inherit;
  command.stderr_stream = os::Stream::inherit;
  command.new_group = false;
  const auto outcome = TRY_WITH(os::run(command), fmt::format("Failed to open editor '{}'", editor));
  if (!outcome.ok()) return base::fail(fmt::format("Editor '{}' exited with non-zero status", editor));
  return {};
}

}  // namespace cli
