#include <unistd.h>

#include "guest/command.h"
#include "guest/remote.h"
#include "os/files.h"
#include "rpc/messages.h"

namespace guest {

base::Result<int> run_host_exec(const Context& context, const Arguments&) {
  if (!context.environment.has("WM_SANDBOX_GUEST")) {
    return base::fail("host-exec only works inside a sandbox guest (WM_SANDBOX_GUEST=1)");
  }
  if (context.words.empty()) return base::fail("host-exec needs a command", "workmux host-exec COMMAND ARGUMENTS...");
  rpc::Exec request{context.words.front(), {context.words.begin() + 1, context.words.end()}};
  rpc::Client client = TRY(connect(context.environment));
  TRY(client.send(request, kSendLimit));
  while (true) {
    const rpc::Reply reply = TRY(client.receive());
    bool reader_there = true;
    if (const auto* output = std::get_if<rpc::ExecOutput>(&reply)) {
      reader_there = print(STDOUT_FILENO, output->data);
    } else if (const auto* errors = std::get_if<rpc::ExecError>(&reply)) {
      print(STDERR_FILENO, errors->data);
    } else if (const auto* exit = std::get_if<rpc::ExecExit>(&reply)) {
      return exit->code & 0xff;
    } else if (const auto* error = std::get_if<rpc::ErrorReply>(&reply)) {
      return base::fail(error->message);
    } else {
      return base::fail("workmux on the host gave an answer that does not belong to the request");
    }
    // As if the command itself had got the broken pipe; closing the connection ends it on the host.
    if (!reader_there) return 141;
  }
}

base::Result<int> run_clipboard_read(const Context& context, const Arguments& arguments) {
  if (!context.environment.has("WM_SANDBOX_GUEST")) {
    return base::fail("clipboard-read only works inside a sandbox guest (WM_SANDBOX_GUEST=1)");
  }
  // Anything but an image is exit code 1 without a word (SBX 12.4).
  auto client = connect(context.environment);
  if (!client || !client->send(rpc::ClipboardRead{arguments.positionals.front()}, kSendLimit)) return 1;
  const auto reply = client->receive();
  const auto* data = reply ? std::get_if<rpc::ClipboardData>(&*reply) : nullptr;
  if (data == nullptr) return 1;
  const auto image = os::read_file(data->path, 32U << 20);
  (void)os::remove_file(data->path);
  return image && print(STDOUT_FILENO, *image) ? 0 : 1;
}

}  // namespace guest
