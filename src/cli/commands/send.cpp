#include "workflow/send.h"

#include <unistd.h>

#include "cli/commands/agent_commands.h"
#include "cli/setting.h"
#include "os/files.h"
#include "os/terminal.h"

namespace cli {

namespace {

constexpr size_t kLargestText = 16U << 20;

base::Result<std::string> read_stdin() {
  if (os::is_terminal(STDIN_FILENO))
    return base::fail("No content to send. Provide text argument, --file, or pipe stdin");
  std::string text;
  char buffer[65536];
  for (;;) {
    const ssize_t got = ::read(STDIN_FILENO, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return base::fail_errno("Could not read the text from stdin", errno);
    if (got == 0) return text;
    text.append(buffer, static_cast<size_t>(got));
    if (text.size() > kLargestText) return base::fail("The text on stdin is larger than 16 MiB");
  }
}

base::Result<std::string> text_of(const Context& context, const Arguments& arguments) {
  if (const auto text = arguments.positional(1)) return *text;
  const auto file = arguments.value("file");
  if (!file) return read_stdin();
  return TRY_WITH(os::read_file(context.directory / *file, kLargestText), "Failed to read file '" + *file + "'");
}

base::Result<int> run_send(Context& context, const Arguments& arguments) {
  workflow::SendRequest request;
  request.name = *arguments.positional(0);
  request.text = TRY(text_of(context, arguments));
  request.pane = arguments.value("pane");
  request.submit = arguments.has("no-enter") ? mux::Submit::no : mux::Submit::yes;
  request.only_if_idle = arguments.has("if-idle");
  TRY(workflow::send(setting_of(context), request, voice()));
  return 0;
}

}  // namespace

Command send_command() {
  Command command{.name = "send",
                  .group = "Agent interaction",
                  .summary = "Send text to an agent",
                  .details =
                      "Without TEXT and --file the text is read from stdin. One line is typed, several lines are "
                      "pasted at once; then Enter is pressed."};
  command.positionals = {{.name = "NAME", .help = "Worktree, branch, project:worktree or pane id", .required = true},
                         {.name = "TEXT", .help = "What to send"}};
  command.options = {
      {.name = "file",
       .letter = 'f',
       .help = "Read the text from a file",
       .takes_value = true,
       .conflicts = {"TEXT"},
       .path = true},
      {.name = "pane", .help = "Which agent, when the worktree has several", .takes_value = true},
      {.name = "no-enter", .help = "Leave the text in the agent's input line"},
      {.name = "if-idle", .help = "Send nothing, and fail, while the agent is working"},
  };
  command.run = run_send;
  return command;
}

}  // namespace cli
