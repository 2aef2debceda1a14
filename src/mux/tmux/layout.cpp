#include "mux/tmux/layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

#include "base/unicode.h"
#include "mux/names.h"
#include "mux/safe_text.h"

namespace mux::tmux {
namespace {

bool marked(const PanePlan& pane) {
  return pane.focus == Focus::yes || pane.zoom == Zoom::yes;
}

bool is_plain_line(std::string_view text) {
  return base::is_utf8(text) && base::sanitise_line(text) == text;
}

// Builds the commands of one plan.
class Builder {
 public:
  Builder(const TargetPlan& plan, Container container, Typing typing, const std::string& token)
      : plan_(plan), container_(container), typing_(typing), token_(token) {
    layout_.typing = typing;
    layout_.mark = "pane-" + token;
    layout_.done = "done-" + token;
    if (container == Container::new_session) {
      session_ = session_name(plan.mode == Mode::session ? plan.full_name : plan.parent_session);
      window_ = "=" + session_ + ":";
    } else {
      session_ = !plan.parent_session.empty() ? "=" + session_name(plan.parent_session)
                 : plan.session               ? plan.session->text()
                                              : "";
      window_ = session_ + ":=" + token;
    }
  }

  Layout build() {
    const std::vector<WindowPlan> windows = windows_with_panes(plan_);
    for (size_t i = 0; i < windows.size(); ++i) {
      make_window(windows[i], i == 0);
      fill_window(windows[i]);
    }
    if (container_ == Container::new_session) {
      finish_session(windows);
    } else {
      finish_window();
    }
    return std::move(layout_);
  }

 private:
  void add(const std::vector<std::string>& command) { layout_.commands.add(command); }

  // What every command that makes a pane has: what to print, the environment, and what runs in it. Two words behind the
  // options are executed as they are, without a shell in between. A pane without a command is tmux's own business.
  void add_pane(std::vector<std::string> command, const PanePlan& pane) {
    command.insert(command.end(), {"-P", "-F", layout_.mark + " #{session_id} #{window_id} #{pane_id} #{pane_pid}"});
    for (const auto& [name, value] : plan_.environment) command.insert(command.end(), {"-e", name + "=" + value});
    if (!pane.command.empty() && !plan_.shell.empty()) command.insert(command.end(), {"--", plan_.shell, "-l"});
    add(command);
  }

  void make_window(const WindowPlan& window, bool first) {
    // No -c: tmux would expand formats in it. The directory is that of the tmux process.
    std::vector<std::string> command;
    if (container_ == Container::existing_session) {
      command = {"new-window", "-d", "-n", token_};
      if (plan_.after) {
        command.insert(command.end(), {"-a", "-t", plan_.after->text()});
      } else {
        command.insert(command.end(), {"-t", session_ + ":"});
      }
    } else {
      const std::string name = plan_.mode == Mode::window ? plan_.full_name : window.name;
      if (first) {
        command = {"new-session", "-d", "-s", escape_format(session_)};
        if (plan_.size) {
          command.insert(command.end(),
                         {"-x", std::to_string(plan_.size->columns), "-y", std::to_string(plan_.size->lines)});
        }
      } else {
        command = {"new-window", "-t", window_};
      }
      if (!name.empty()) command.insert(command.end(), {"-n", escape_format(window_name(name))});
    }
    add_pane(std::move(command), window.panes.front());
    add({"set-option", "-w", "-t", window_, "--", "@workmux_worktree", plan_.worktree.native()});
  }

  void fill_window(const WindowPlan& window) {
    std::vector<size_t> order{0};  // panes (by place in the plan) as they stand in the window
    size_t active = 0;
    const auto place_of = [&](size_t pane) { return std::ranges::find(order, pane) - order.begin(); };
    const auto target = [&](size_t pane) {
      const auto distance = place_of(pane) - place_of(active);
      return distance == 0 ? window_ : fmt::format("{}.{:+}", window_, distance);
    };
    type(window.panes.front());
    for (size_t i = 1; i < window.panes.size(); ++i) {
      const PanePlan& pane = window.panes[i];
      const size_t split = pane.target.value_or(i - 1);
      std::vector<std::string> command{"split-window", pane.split == Split::horizontal ? "-h" : "-v", "-t",
                                       target(split)};
      if (pane.percentage) {
        command.insert(command.end(), {"-l", fmt::format("{}%", *pane.percentage)});
      } else if (pane.size) {
        command.insert(command.end(), {"-l", std::to_string(*pane.size)});
      }
      add_pane(std::move(command), pane);
      order.insert(order.begin() + place_of(split) + 1, i);
      active = i;
      type(pane);
    }
    const size_t focus = focused_pane(window.panes);
    if (focus != active) add({"select-pane", "-t", target(focus)});
    if (window.panes[focus].zoom == Zoom::yes) add({"resize-pane", "-Z", "-t", window_});
  }

  // Into the active pane. The text goes to the terminal at once, before the shell reads it: the kernel keeps it, as it
  // keeps what a fast typist enters, and the line editors of bash, zsh, fish and dash take it over when they start. So
  // nothing waits for slow start files, nothing has to switch echo off and on (MUX-A10), and nothing is lost.
  void type(const PanePlan& pane) {
    if (typing_ == Typing::left_out || pane.command.empty()) return;
    add({"send-keys", "-t", window_, "-l", "--", safe_typing(pane.command)});
    add({"send-keys", "-t", window_, "Enter"});
  }

  void finish_window() {
    if (plan_.show == Show::yes) add({"select-window", "-t", window_});
    // Switches automatic-rename off, too.
    add({"rename-window", "-t", window_, "--", escape_format(window_name(plan_.full_name))});
    add({"display-message", "-p", layout_.done});
    // A window in the caller's own session needs no switch.
    if (plan_.show == Show::yes && !plan_.parent_session.empty()) add({"switch-client", "-t", session_ + ":"});
  }

  void finish_session(const std::vector<WindowPlan>& windows) {
    // The last window is the current one. In a session that nobody sees yet, the right one is chosen whatever `show`
    // says.
    if (const size_t back = windows.size() - 1 - focused_window(windows); back > 0) {
      add({"select-window", "-t", fmt::format("{}-{}", window_, back)});
    }
    add({"display-message", "-p", layout_.done});
    if (plan_.show == Show::yes) add({"switch-client", "-t", window_});
  }

  const TargetPlan& plan_;
  Container container_;
  Typing typing_;
  std::string token_;
  std::string session_;  // target of the session
  std::string window_;   // target of the window that is being made, and of its active pane
  Layout layout_;
};

base::Result<> check_panes(const std::vector<PanePlan>& panes) {
  for (size_t i = 1; i < panes.size(); ++i) {
    if (panes[i].target && *panes[i].target >= i) {
      return base::fail(fmt::format("Pane {} splits pane {}, which does not exist yet", i, *panes[i].target));
    }
  }
  return {};
}

}  // namespace

Layout layout_of(const TargetPlan& plan, Container container, Typing typing, const std::string& token) {
  return Builder(plan, container, typing, token).build();
}

size_t focused_pane(const std::vector<PanePlan>& panes) {
  size_t focus = 0;
  for (size_t i = 0; i < panes.size(); ++i) {
    if (panes[i].focus == Focus::yes) focus = i;
  }
  for (size_t i = 0; i < panes.size(); ++i) {
    if (panes[i].zoom == Zoom::yes) focus = i;
  }
  return focus;
}

size_t focused_window(const std::vector<WindowPlan>& windows) {
  size_t focus = 0;
  for (size_t i = 0; i < windows.size(); ++i) {
    if (std::ranges::any_of(windows[i].panes, marked)) focus = i;
  }
  return focus;
}

std::vector<WindowPlan> windows_with_panes(const TargetPlan& plan) {
  std::vector<WindowPlan> windows = plan.windows;
  if (windows.empty()) windows.emplace_back();
  for (WindowPlan& window : windows) {
    if (window.panes.empty()) window.panes.emplace_back();
  }
  return windows;
}

base::Result<> check_plan(const TargetPlan& plan) {
  if (window_name(plan.full_name).empty()) {
    return base::fail(fmt::format("The {} has no name", plan.mode == Mode::session ? "session" : "window"));
  }
  if (plan.mode == Mode::window && plan.windows.size() > 1) {
    return base::fail(fmt::format("The window '{}' cannot hold {} windows", plan.full_name, plan.windows.size()));
  }
  for (const std::filesystem::path& path : {plan.worktree, plan.directory}) {
    if (!path.is_absolute() || !is_plain_line(path.native())) {
      return base::fail(fmt::format("tmux cannot work in '{}'", base::sanitise_line(path.native())),
                        "The path must be absolute, valid UTF-8 and without control characters.");
    }
  }
  for (const WindowPlan& window : plan.windows) TRY(check_panes(window.panes));
  return {};
}

}  // namespace mux::tmux
