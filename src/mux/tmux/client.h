#pragma once
// Runs tmux's command line client.

#include <string>

#include "base/result.h"
#include "mux/tmux/sequence.h"
#include "mux/tmux/tmux.h"
#include "os/process.h"

namespace mux::tmux {

// What went wrong, as far as callers care.
enum class Failure {
  none,
  no_server,  // nothing answers at the socket
  missing,    // the target of a command is not there
  no_client,  // nobody looks at this server
  other,
};

struct Answer {
  Failure failure = Failure::none;
  std::string output;
  std::string errors;  // stderr, trimmed
};

// Where tmux works and what it reads besides its arguments.
struct ClientOptions {
  std::filesystem::path directory;  // new panes start here; empty: the caller's
  std::string input;
};

// Runs the commands in one process. Commands behind one that fails are not run. An error: tmux could not be started or
// did not end within 30 s.
base::Result<Answer> ask(const Connection& connection, const Sequence& sequence, const ClientOptions& options = {});

// As ask, and every failure is an error with tmux's words as its cause; `doing` is the message ("Could not rename
// ...").
base::Result<std::string> act(const Connection& connection, const Sequence& sequence, std::string doing,
                              const ClientOptions& options = {});

// The error for an answer that is none of the wanted ones.
std::unexpected<base::Error> failed(const Answer& answer, std::string doing);

// The failure that tmux's words on stderr mean.
Failure classify(std::string_view errors);

}  // namespace mux::tmux
