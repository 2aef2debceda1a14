// Commands that workmux starts itself.
#include <unistd.h>

#include "cli/commands/commands.h"
#include "cli/setting.h"
#include "os/descriptor.h"
#include "os/socket.h"
#include "sandbox/container/freshness.h"
#include "sandbox/container/runtime.h"
#include "workflow/cleanup.h"
#include "workflow/guest_request.h"
#include "workflow/removal.h"

namespace cli {

namespace {

constexpr size_t kLargestRequest = 2U << 20;

base::Result<std::string> read_stdin() {
  std::string text;
  char buffer[65536];
  while (text.size() < kLargestRequest) {
    const ssize_t got = ::read(STDIN_FILENO, buffer, sizeof buffer);
    if (got < 0) return base::fail_errno("Could not read the request", errno);
    if (got == 0) return text;
    text.append(buffer, static_cast<size_t>(got));
  }
  return base::fail("The request is too large");
}

base::Result<int> run_guest_request(Context& context, const Arguments&) {
  TRY(workflow::guest_request(setting_of(context), TRY(read_stdin()), voice()));
  return 0;
}

base::Result<int> run_deferred(Context& context, const Arguments& arguments) {
  TRY(workflow::deferred_cleanup(setting_of(context), *arguments.positional(0)));
  return 0;
}

base::Result<int> run_delete_trash(Context&, const Arguments& arguments) {
  TRY(workflow::delete_trash(*arguments.positional(0)));
  return 0;
}

base::Result<int> run_check_image(Context& context, const Arguments& arguments) {
  const auto runtime = sandbox::container::runtime_of_marker(*arguments.positional(0));
  const auto search_path = context.environment.get("PATH").value_or("");
  const auto engine = TRY(sandbox::container::find_engine_of(runtime, search_path, {}));
  sandbox::container::check_freshness(context.paths, context.environment, engine, *arguments.positional(1));
  return 0;
}

Command internal(const char* name, const char* summary, base::Result<int> (*run)(Context&, const Arguments&)) {
  Command command{.name = name, .group = "", .summary = summary, .details = "", .hidden = true};
  command.run = run;
  return command;
}

}  // namespace

Command guest_request_command() {
  return internal("_guest-request", "Carry out what a sandbox asked for; the request is on stdin", run_guest_request);
}

Command check_image_command() {
  Command command = internal("_check-image", "Ask the registry whether a sandbox image is the newest", run_check_image);
  command.positionals = {{.name = "RUNTIME", .help = "", .required = true},
                         {.name = "IMAGE", .help = "", .required = true}};
  return command;
}

Command deferred_command() {
  Command command = internal("_deferred", "Finish a removal after its window was closed", run_deferred);
  command.positionals = {{.name = "JOURNAL", .help = "", .required = true}};
  return command;
}

Command delete_trash_command() {
  Command command = internal("_delete-trash", "Delete what was moved to the trash", run_delete_trash);
  command.positionals = {{.name = "DIRECTORY", .help = "", .required = true}};
  return command;
}

}  // namespace cli
