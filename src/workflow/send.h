#pragma once
// `workmux send`: text for an agent (AGT 8.3).

#include <optional>
#include <string>

#include "base/result.h"
#include "mux/multiplexer.h"
#include "workflow/voice.h"
#include "workflow/world.h"

namespace workflow {

struct SendRequest {
  std::string name;
  std::string text;                 // trailing newlines are left out
  std::optional<std::string> pane;  // of several agents
  mux::Submit submit = mux::Submit::yes;
  bool only_if_idle = false;  // refuse while the agent works
};

// One line is typed, several lines are one paste. Every byte arrives, but controls in several lines: they could end the
// paste. Errors: nothing to send, AGT 7, an agent that works (with only_if_idle), a NUL byte.
base::Result<> send(const Setting& setting, const SendRequest& request, const Voice& voice);

}  // namespace workflow
