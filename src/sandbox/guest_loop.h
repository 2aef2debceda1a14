#pragma once
// The foreground part of a run: terminal, signals and the guest's end (SBX 5).

#include <string>
#include <vector>

#include "base/result.h"
#include "os/signals.h"
#include "sandbox/backend.h"
#include "sandbox/mask_watch.h"
#include "sandbox/terminal_relay.h"

namespace sandbox {

struct GuestLoop {
  Guest& guest;
  TerminalRelay* relay = nullptr;  // none: the guest has the caller's own streams
  os::SignalSource& signals;       // SIGWINCH, SIGHUP, SIGTERM, SIGINT, SIGQUIT
  MaskWatch* masks = nullptr;
};

// Until the guest ends; returns its exit status (CLI 1.1). SIGHUP, SIGTERM, SIGINT and a terminal that goes away end
// the guest: it is asked first, and killed a second later; the status is 1 then. A masked file that is replaced pauses
// the guest until the user says what to do.
base::Result<int> run_guest_loop(const GuestLoop& loop);

}  // namespace sandbox
