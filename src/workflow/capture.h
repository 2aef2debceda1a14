#pragma once
// `workmux capture`: what an agent's pane shows (AGT 8.4).

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "mux/multiplexer.h"
#include "workflow/voice.h"
#include "workflow/world.h"

namespace workflow {

enum class Colours { strip, keep };

struct CaptureRequest {
  std::string name;
  std::optional<std::string> pane;
  int lines = 200;
  Colours colours = Colours::strip;
};

struct Captured {
  std::string worktree;  // handle
  std::string pane;
  std::vector<std::string> lines;  // the last ones, without blank lines at the end
};

// Errors: AGT 7; "Failed to capture pane output" with the reason.
base::Result<Captured> capture(const Setting& setting, const CaptureRequest& request, const Voice& voice);

// Screen text as lines: blank ones at the end and blanks at the end of lines are left out, at most `most` are kept.
// Without colours nothing but text remains; with them only colours and attributes do. Pure.
std::vector<std::string> captured_lines(std::string_view screen, size_t most, Colours colours);

}  // namespace workflow
