#include "workflow/capture.h"

#include "agent/resolve.h"
#include "base/text.h"
#include "base/unicode.h"
#include "workflow/agent_view.h"

namespace workflow {

namespace {

// Length of the colour sequence (ESC [ digits ; : m) at the start of `text`; 0 for anything else.
size_t colour_at(std::string_view text) {
  if (!text.starts_with("\x1b[")) return 0;
  const size_t end = text.find_first_not_of("0123456789;:", 2);
  return end != std::string_view::npos && text[end] == 'm' ? end + 1 : 0;
}

// The text made safe, its colours kept.
std::string coloured_line(std::string_view line) {
  std::string result;
  size_t start = 0;
  for (size_t i = 0; i < line.size();) {
    const size_t length = colour_at(line.substr(i));
    if (length == 0) {
      ++i;
      continue;
    }
    result += base::sanitise(line.substr(start, i - start));
    result += line.substr(i, length);
    i += length;
    start = i;
  }
  return result + base::sanitise(line.substr(start));
}

std::string without_trailing_blanks(std::string line) {
  line.erase(line.find_last_not_of(" \t") + 1);
  return line;
}

}  // namespace

std::vector<std::string> captured_lines(std::string_view screen, size_t most, Colours colours) {
  std::vector<std::string> lines;
  size_t used = 0;
  for (const std::string& line : base::lines(screen)) {
    std::string plain = without_trailing_blanks(base::sanitise(line));
    const bool blank = plain.empty();
    lines.push_back(colours == Colours::keep ? coloured_line(line) : std::move(plain));
    if (!blank) used = lines.size();
  }
  lines.resize(used);
  if (lines.size() > most) lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(most));
  return lines;
}

base::Result<Captured> capture(const Setting& setting, const CaptureRequest& request, const Voice& voice) {
  const AgentView view = TRY(view_agents(setting, voice));
  const agent::LiveAgent* live = TRY(one_agent(view, request.name, request.pane, voice));
  Captured captured{.worktree = agent::agent_root_of(live->state.workdir).root.filename().string(),
                    .pane = live->state.key.pane_id,
                    .lines = {}};
  if (request.lines <= 0) return captured;
  const mux::PaneId pane = TRY(pane_of(*live));
  const std::string screen = TRY_WITH(view.multiplexer->capture(pane, request.lines), "Failed to capture pane output");
  captured.lines = captured_lines(screen, static_cast<size_t>(request.lines), request.colours);
  return captured;
}

}  // namespace workflow
