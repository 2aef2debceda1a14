#include "cli/prompt_source.h"

#include <fmt/format.h>

#include "base/text.h"
#include "cli/editor.h"
#include "os/files.h"

namespace cli {

namespace {

constexpr size_t kLargestPrompt = 16U << 20;

base::Result<std::string> from_editor(const Context& context) {
  const auto parent = context.environment.get_non_empty("TMPDIR").value_or("/tmp");
  const auto directory = TRY(os::make_temporary_directory(parent, "workmux-prompt-"));
  const auto file = directory / "PROMPT.md";
  base::Result<std::string> text = std::string();
  if (const auto created = os::create_file(file, ""); !created) {
    text = std::unexpected(created.error());
  } else if (auto edited = edit_in_editor(context, file); !edited) {
    text = std::unexpected(std::move(edited).error());
  } else {
    text = os::read_file(file, kLargestPrompt);
  }
  (void)os::remove_tree(directory);
  return text;
}

}  // namespace

std::vector<Option> prompt_options() {
  return {
      {.name = "prompt",
       .letter = 'p',
       .help = "Prompt for the agent",
       .takes_value = true,
       .conflicts = {"prompt-file", "prompt-editor"}},
      {.name = "prompt-file",
       .letter = 'P',
       .help = "Read the prompt from a file",
       .takes_value = true,
       .conflicts = {"prompt", "prompt-editor"},
       .path = true},
      {.name = "prompt-editor",
       .letter = 'e',
       .help = "Write the prompt in your editor",
       .conflicts = {"prompt", "prompt-file"}},
      {.name = "prompt-file-only", .help = "Write the prompt file, but do not hand it to the agent"},
  };
}

base::Result<std::optional<std::string>> read_prompt(const Context& context, const Arguments& arguments) {
  if (const auto text = arguments.value("prompt")) return text;
  if (const auto file = arguments.value("prompt-file")) {
    return TRY_WITH(os::read_file(context.directory / *file, kLargestPrompt),
                    fmt::format("Failed to read prompt file: {}", *file));
  }
  if (!arguments.has("prompt-editor") && !arguments.has("auto-name")) return std::nullopt;
  const std::string text = TRY_WITH(from_editor(context), "Failed to open editor or read content");
  if (base::trim(text).empty()) return base::fail("Aborting: prompt is empty");
  return std::string(base::trim(text));
}

}  // namespace cli
