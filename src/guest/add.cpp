#include <fmt/format.h>
#include <unistd.h>

#include "guest/command.h"
#include "guest/prompt.h"
#include "guest/remote.h"
#include "rpc/messages.h"

namespace guest {

base::Result<int> run_add(const Context& context, const Arguments& arguments) {
  rpc::SpawnAgent request;
  request.branch_name = arguments.positional(0);
  if (arguments.has("auto-name")) {
    if (request.branch_name) {
      print(STDERR_FILENO, fmt::format("Warning: --auto-name is given, so '{}' is ignored\n", *request.branch_name));
    }
    request.branch_name.reset();
  }
  request.prompt = TRY(read_prompt(arguments, context.environment));
  request.background = arguments.has("background");
  request.no_file_ops = arguments.has("no-file-ops");
  request.no_pane_cmds = arguments.has("no-pane-cmds");
  request.open_if_exists = arguments.has("open-if-exists");
  TRY(perform(context.environment, request));
  print(STDOUT_FILENO, fmt::format("\u2713 Spawned agent: {}\n", request.branch_name.value_or("(auto-named)")));
  return 0;
}

}  // namespace guest
