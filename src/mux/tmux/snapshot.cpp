#include "mux/tmux/client.h"
#include "mux/tmux/records.h"

namespace mux::tmux {

base::Result<Snapshot> Tmux::snapshot() {
  const Records records = Records::create();
  Sequence sequence;
  sequence.add({"display-message", "-p", records.server()});
  sequence.add({"list-sessions", "-F", records.session()});
  sequence.add({"list-windows", "-a", "-F", records.window()});
  sequence.add({"list-panes", "-a", "-F", records.pane()});
  const Answer answer = TRY(ask(connection_, sequence));
  if (answer.failure == Failure::no_server) return Snapshot{};
  if (answer.failure != Failure::none) return failed(answer, "Could not list the windows of tmux");
  Snapshot snapshot = TRY(records.parse(answer.output));
  // A server without sessions is about to end, or kept by `exit-empty off`: nothing can be opened in it (MUX 2.2).
  if (snapshot.sessions.empty()) return Snapshot{};
  return snapshot;
}

}  // namespace mux::tmux
