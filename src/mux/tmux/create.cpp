// Creation of a whole layout: usually one tmux process, whatever the number of panes.

#include <fmt/format.h>

#include "base/text.h"
#include "base/unicode.h"
#include "mux/safe_text.h"
#include "mux/tmux/client.h"
#include "mux/tmux/layout.h"
#include "mux/tmux/login_shell.h"
#include "os/files.h"
#include "os/random.h"

namespace mux::tmux {
namespace {

// More than this may not reach a shell that is still starting: until its line editor runs, the kernel keeps only one
// line's worth of input (4096 bytes; MAX_CANON where that is less).
#ifdef __linux__
constexpr size_t kTypeAhead = 4000;  // bytes
#else
constexpr size_t kTypeAhead = 1000;
#endif

std::string what(const TargetPlan& plan) {
  return fmt::format("tmux {} '{}'", plan.mode == Mode::session ? "session" : "window",
                     base::sanitise_line(plan.full_name));
}

// Reads the lines about new panes. A pane's window tells where it belongs; their order is that of the plan.
CreatedTarget created_of(std::string_view output, std::string_view mark) {
  CreatedTarget created;
  for (const std::string_view line : base::split_views(output, '\n')) {
    const std::vector<std::string_view> words = base::split_views(line, ' ');
    if (words.size() != 5 || words[0] != mark) continue;
    const auto session = SessionId::parse(words[1]);
    const auto window = WindowId::parse(words[2]);
    const auto pane = PaneId::parse(words[3]);
    if (!session || !window || !pane) continue;
    created.session = *session;
    if (created.windows.empty() || created.windows.back().id != *window) created.windows.push_back({*window, {}});
    created.windows.back().panes.push_back({*pane, base::parse_integer(words[4]).value_or(0)});
  }
  return created;
}

bool has_shape_of(const CreatedTarget& created, const std::vector<WindowPlan>& windows) {
  if (created.windows.size() != windows.size()) return false;
  for (size_t i = 0; i < windows.size(); ++i) {
    if (created.windows[i].panes.size() != windows[i].panes.size()) return false;
  }
  return true;
}

std::vector<WindowId> ids_of(const CreatedTarget& created) {
  std::vector<WindowId> ids;
  for (const CreatedWindow& window : created.windows) ids.push_back(window.id);
  return ids;
}

base::Result<> check_commands(const TargetPlan& plan) {
  for (const WindowPlan& window : plan.windows) {
    for (const PanePlan& pane : window.panes) {
      if (pane.command.size() <= kTypeAhead) continue;
      return base::fail(fmt::format("A pane's command is {} bytes long; at most {} can be typed into a new shell",
                                    pane.command.size(), kTypeAhead),
                        "Put it into a script and let the pane's command run that.");
    }
  }
  return {};
}

bool shell_is_known(const std::string& shell) {
  if (shell.empty() || is_known_shell(shell, "")) return true;
  const auto listed = os::read_file_if_exists("/etc/shells");
  return is_known_shell(shell, listed ? listed->value_or("") : "");
}

// MUX-A35. A process that cannot be watched is asked for at tmux.
base::Result<bool> shell_ended(Multiplexer& tmux, const CreatedTarget& created) {
  const Life life = watch_start(created.windows);
  if (life != Life::unknown) return life == Life::ended;
  const Snapshot now = TRY(tmux.snapshot());
  for (const CreatedWindow& window : created.windows) {
    for (const CreatedPane& pane : window.panes) {
      const Pane* found = now.find(pane.id);
      if (!found || found->dead) return true;
    }
  }
  return false;
}

struct Attempt {
  Container container = Container::existing_session;
  Layout layout;
  Answer answer;
  CreatedTarget created;  // as far as it went

  bool made_nothing(Failure failure) const { return answer.failure == failure && created.windows.empty(); }
};

base::Result<Attempt> attempt(const Connection& connection, const TargetPlan& plan, Container container) {
  const std::string token = "workmux-" + os::random_hex(16);
  Attempt result{.container = container, .layout = {}, .answer = {}, .created = {}};
  result.layout = layout_of(plan, container, Typing::inside, token);
  if (!result.layout.commands.fits()) result.layout = layout_of(plan, container, Typing::left_out, token);
  if (!result.layout.commands.fits()) {
    return base::fail(fmt::format("The layout of the {} is too large for tmux", what(plan)), "Configure fewer panes.");
  }
  result.answer = TRY(ask(connection, result.layout.commands, {.directory = plan.directory, .input = {}}));
  result.created = created_of(result.answer.output, result.layout.mark);
  result.created.made_session = container == Container::new_session && plan.mode == Mode::window;
  return result;
}

// What can be wrong about the place is rare, so nothing is asked before; a second try comes after tmux's refusal.
base::Result<Attempt> build(const Connection& connection, TargetPlan plan) {
  Attempt result =
      TRY(attempt(connection, plan, plan.mode == Mode::session ? Container::new_session : Container::existing_session));
  // The window to stand behind was closed meanwhile: the end will do.
  if (plan.after && result.made_nothing(Failure::missing)) {
    plan.after.reset();
    result = TRY(attempt(connection, plan, result.container));
  }
  const bool no_parent = result.made_nothing(Failure::missing) || result.made_nothing(Failure::no_server);
  if (!plan.parent_session.empty() && plan.mode == Mode::window && no_parent) {
    result = TRY(attempt(connection, plan, Container::new_session));
  }
  return result;
}

base::Result<> type_commands(Multiplexer& tmux, const std::vector<WindowPlan>& windows, const CreatedTarget& created) {
  for (size_t i = 0; i < windows.size(); ++i) {
    for (size_t j = 0; j < windows[i].panes.size(); ++j) {
      const std::string& command = windows[i].panes[j].command;
      if (command.empty()) continue;
      TRY(tmux.type_text(created.windows[i].panes[j].id, safe_typing(command), Submit::yes));
    }
  }
  return {};
}

// Everything is there, its shells live, and their commands are typed.
base::Result<> complete(Multiplexer& tmux, const TargetPlan& plan, const Attempt& built) {
  const std::vector<WindowPlan> windows = windows_with_panes(plan);
  if (!built.answer.output.contains(built.layout.done) || !has_shape_of(built.created, windows)) {
    return failed(built.answer, fmt::format("Could not create the {}", what(plan)));
  }
  if (!shell_is_known(plan.shell) && TRY(shell_ended(tmux, built.created))) {
    return base::fail(fmt::format("The shell '{}' ended as soon as the {} was started", plan.shell, what(plan)),
                      "Set tmux's default-shell to a login shell and try again.");
  }
  return built.layout.typing == Typing::inside ? base::Result<>() : type_commands(tmux, windows, built.created);
}

}  // namespace

base::Result<CreatedTarget> Tmux::create(const TargetPlan& plan) {
  TRY(check_plan(plan));
  TRY(check_commands(plan));
  Attempt built = TRY(build(connection_, plan));
  if (base::Result<> done = complete(*this, plan, built); !done) {
    // Nothing stays; the error that led here is the one to tell.
    if (!built.created.windows.empty()) (void)kill_windows(ids_of(built.created));
    return std::unexpected(std::move(done).error());
  }
  const std::vector<WindowPlan> windows = windows_with_panes(plan);
  const size_t window = focused_window(windows);
  built.created.focus = built.created.windows[window].panes[focused_pane(windows[window].panes)].id;
  return std::move(built.created);
}

}  // namespace mux::tmux
