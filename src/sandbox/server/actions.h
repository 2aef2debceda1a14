#pragma once
// What the server has done for it: implemented by the supervisor. Each call comes from the thread of one connection,
// several at once, and only after the request was found to be allowed.

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "rpc/messages.h"
#include "sandbox/server/authority.h"
#include "sandbox/server/cancel.h"

namespace sandbox::server {

// Takes bytes of output as they come; they need not end at a character. Blocks while the client does not read.
using Sink = std::function<void(std::string_view)>;

// Output and errors of a host command.
struct ExecSinks {
  Sink output;
  Sink errors;
};

class Actions {
 public:
  virtual ~Actions() = default;

  // The family as host records know it now; called before each spawn, merge and close.
  virtual Family family() = 0;

  // `word` is one of working, waiting, done, clear.
  virtual base::Result<> set_status(std::string_view word) = 0;
  // `title` is clean and not empty (see clean_title).
  virtual base::Result<> set_title(std::string_view title) = 0;

  // Output goes to the sink while the action runs; the error's description becomes the guest's Error. When `cancel`
  // fires, the action ends what it started, except a merge in its critical section.
  virtual base::Result<> spawn(const rpc::SpawnAgent& request, const Sink& sink, const CancelToken& cancel) = 0;
  virtual base::Result<> merge(const rpc::Merge& request, const Sink& sink, const CancelToken& cancel) = 0;
  virtual base::Result<> close(const rpc::Close& request, const Sink& sink, const CancelToken& cancel) = 0;

  // A question to the user: true yes, false no, nothing when nobody can be asked. By default nobody can.
  virtual std::optional<bool> ask(std::string_view subject, const CancelToken& cancel);

  // A host command that is listed in ServerOptions::host_commands; returns its exit code. By default: 126 with the
  // reason on the errors.
  virtual int execute(const rpc::Exec& request, const ExecSinks& sinks, const CancelToken& cancel);

  // The clipboard's PNG image as a file that the guest can read. By default an error.
  virtual base::Result<std::string> read_clipboard(const CancelToken& cancel);
};

}  // namespace sandbox::server
