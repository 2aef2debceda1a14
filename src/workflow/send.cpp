#include "workflow/send.h"

#include <fmt/format.h>

#include <thread>

#include "agent/profile.h"
#include "base/unicode.h"
#include "workflow/agent_view.h"

namespace workflow {

namespace {

constexpr std::chrono::milliseconds kBangDelay{50};

// How the agent in the pane wants to be typed to; its kind counts, not the configured agent (AGT-W19).
const agent::Profile& profile_of(const agent::LiveAgent& live) {
  if (const agent::Profile* profile = agent::find_profile(live.state.agent_kind)) return *profile;
  return agent::profile_of(live.state.command);
}

base::Result<> type_line(mux::Multiplexer& multiplexer, mux::PaneId pane, std::string_view line,
                         const agent::Profile& profile, mux::Submit submit) {
  if (line.starts_with('!') && profile.bang_delay == agent::BangDelay::yes) {
    TRY(multiplexer.type_text(pane, "!", mux::Submit::no));
    std::this_thread::sleep_for(kBangDelay);
    line.remove_prefix(1);
  }
  return multiplexer.type_text(pane, line, submit);
}

}  // namespace

base::Result<> send(const Setting& setting, const SendRequest& request, const Voice& voice) {
  std::string_view text = request.text;
  while (text.ends_with('\n')) text.remove_suffix(text.ends_with("\r\n") ? 2 : 1);
  if (text.empty()) return base::fail("No content to send");
  if (text.contains('\0')) return base::fail("The text holds a NUL byte, which no terminal can be sent as text");
  const AgentView view = TRY(view_agents(setting, voice));
  const agent::LiveAgent* live = TRY(one_agent(view, request.name, request.pane, voice));
  if (request.only_if_idle && live->state.status == agent::Status::working)
    return base::fail(fmt::format("The agent in '{}' is working; nothing was sent", base::sanitise_line(request.name)),
                      "Wait for it with `workmux wait`, or leave out --if-idle.");
  const mux::PaneId pane = TRY(pane_of(*live));
  // Keystrokes are characters, so what is none goes as a paste.
  if (text.contains('\n') || !base::is_utf8(text)) return view.multiplexer->paste(pane, text, request.submit);
  return type_line(*view.multiplexer, pane, text, profile_of(*live), request.submit);
}

}  // namespace workflow
