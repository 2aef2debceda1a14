#include "guest/prompt.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/shell.h"
#include "base/text.h"
#include "os/files.h"
#include "os/process.h"

namespace guest {

namespace {

base::Result<std::string> edit(const os::Environment& environment, const std::filesystem::path& file) {
  std::vector<std::string> editor;
  for (const char* name : {"VISUAL", "EDITOR"}) {
    const auto text = environment.get_non_empty(name);
    if (text && editor.empty()) editor = base::shell_words(*text);
  }
  for (const char* name : {"sensible-editor", "nano", "vim", "vi"}) {
    const auto program = os::find_program(name, environment.get("PATH").value_or(""));
    if (editor.empty() && program) editor = {program->string()};
  }
  if (editor.empty()) return base::fail("There is no editor here", "Set EDITOR, or use --prompt or --prompt-file");
  os::Command command;
  command.arguments = std::move(editor);
  command.arguments.push_back(file.string());
  command.stdin_stream = command.stdout_stream = command.stderr_stream = os::Stream::inherit;
  command.new_group = false;
  const auto outcome = TRY_WITH(os::run(command), "Failed to open editor or read content");
  if (!outcome.ok()) {
    return base::fail("Failed to open editor or read content",
                      fmt::format("The editor ended with code {}", outcome.status()));
  }
  return TRY_WITH(os::read_file(file, 1U << 20), "Failed to open editor or read content");
}

base::Result<std::string> prompt_from_editor(const os::Environment& environment) {
  const auto parent = environment.get_non_empty("TMPDIR").value_or("/tmp");
  const auto directory = TRY(os::make_temporary_directory(parent, "workmux-prompt-"));
  auto text = os::create_file(directory / "prompt.md", "") ? edit(environment, directory / "prompt.md")
                                                           : base::fail("Failed to open editor or read content");
  (void)os::remove_tree(directory);
  const std::string body = TRY(prompt_body(TRY(std::move(text))));
  const std::string prompt(base::trim(body));
  if (prompt.empty()) return base::fail("Aborting: prompt is empty");
  return prompt;
}

}  // namespace

base::Result<std::string> read_prompt(const Arguments& arguments, const os::Environment& environment) {
  if (const auto text = arguments.value("prompt")) return *text;
  if (const auto file = arguments.value("prompt-file")) {
    const std::string text =
        TRY_WITH(os::read_file(*file, 1U << 20), fmt::format("Failed to read prompt file: {}", *file));
    return prompt_body(text);
  }
  if (arguments.has("prompt-editor") || arguments.has("auto-name")) return prompt_from_editor(environment);
  return std::string();
}

base::Result<std::string> prompt_body(std::string_view text) {
  const auto line_end = [&](size_t at) { return std::min(text.find('\n', at), text.size()); };
  size_t end = line_end(0);
  if (base::trim(text.substr(0, end)) != "---") return std::string(text);
  bool several = false;
  while (end < text.size()) {
    const size_t start = end + 1;
    end = line_end(start);
    const std::string_view line = text.substr(start, end - start);
    if (base::trim(line) == "---" || base::trim(line) == "...") {
      if (several) {
        return base::fail("foreach in a prompt file is not supported from inside a sandbox",
                          "Call 'workmux add' once for each worktree.");
      }
      return std::string(text.substr(std::min(end + 1, text.size())));
    }
    if (line.starts_with("foreach") && base::trim(line.substr(7)).starts_with(':')) several = true;
  }
  return std::string(text);
}

}  // namespace guest
