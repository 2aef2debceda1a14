#include <poll.h>
#include <unistd.h>

#include <array>

#include "base/clock.h"
#include "guest/command.h"
#include "guest/remote.h"
#include "os/terminal.h"
#include "rpc/messages.h"

namespace guest {

namespace {

using std::chrono::milliseconds;

// All of it, so that the command ends within a second whatever the host does (AGT 11), on a busy machine too.
constexpr milliseconds kLimit{600};
// For a hook runner that is still writing its JSON: it should not see a broken pipe.
constexpr milliseconds kDrainLimit{20};

void report(const os::Environment& environment, const std::string& status) {
  const auto deadline = base::now() + kLimit;
  const auto left = [&] {
    return std::max(milliseconds(1), std::chrono::duration_cast<milliseconds>(deadline - base::now()));
  };
  auto client = connect(environment, left());
  if (!client || !client->send(rpc::SetStatus{status}, left())) return;
  // The answer is waited for, so that statuses arrive in the order in which hooks run.
  (void)client->receive(left());
}

void drain_input() {
  if (os::is_terminal(STDIN_FILENO)) return;
  const auto deadline = base::now() + kDrainLimit;
  std::array<char, 65536> bytes{};
  while (base::now() < deadline) {
    pollfd input{STDIN_FILENO, POLLIN, 0};
    const auto left = std::chrono::ceil<milliseconds>(deadline - base::now()).count();
    if (poll(&input, 1, static_cast<int>(left)) <= 0) return;
    if (read(STDIN_FILENO, bytes.data(), bytes.size()) <= 0) return;
  }
}

}  // namespace

base::Result<int> run_set_window_status(const Context& context, const Arguments& arguments) {
  if (context.environment.has("WORKMUX_DISABLE_SET_WINDOW_STATUS")) return 0;
  // A status that cannot be shown is never a reason to disturb the agent: no word, no exit code.
  report(context.environment, arguments.positionals.front());
  drain_input();
  return 0;
}

}  // namespace guest
