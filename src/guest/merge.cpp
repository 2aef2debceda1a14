#include "guest/command.h"
#include "guest/remote.h"
#include "rpc/messages.h"

namespace guest {

base::Result<int> run_merge(const Context& context, const Arguments& arguments) {
  rpc::Merge request;
  request.name = TRY(name_or_here(arguments.positional(0)));
  request.into = arguments.value("into");
  request.rebase = arguments.has("rebase");
  request.squash = arguments.has("squash");
  request.ignore_uncommitted = arguments.has("ignore-uncommitted");
  request.keep = arguments.has("keep");
  request.cleanup = arguments.has("cleanup");
  request.no_verify = arguments.has("no-verify");
  request.no_hooks = arguments.has("no-hooks");
  request.notification = arguments.has("notification");
  TRY(perform(context.environment, request));
  return 0;
}

base::Result<int> run_close(const Context& context, const Arguments& arguments) {
  const rpc::Close request{TRY(name_or_here(arguments.positional(0)))};
  TRY(perform(context.environment, request));
  return 0;
}

}  // namespace guest
