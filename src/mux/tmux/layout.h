#pragma once
// A TargetPlan as tmux commands. Pure.
//
// tmux tells the id of a new window only in its output, so in the same process a window is reached by a name that
// nobody else has (a random one until all is done), or, in a session that is only being made, as the session's current
// window. Of its panes the last made one is the active one, and an older one is reached by its distance from it in the
// window's order: a split puts the new pane right behind the one it splits. User settings (base-index, pane-base-index)
// play no part.

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "mux/target_plan.h"
#include "mux/tmux/sequence.h"

namespace mux::tmux {

enum class Container {
  existing_session,  // window mode
  new_session,       // session mode, and window mode whose parent session is missing
};

enum class Typing { inside, left_out };  // do the commands of panes belong to the sequence?

struct Layout {
  Sequence commands;
  Typing typing = Typing::inside;
  std::string done;  // a line of the output that says that all but the last command (taking the client there) went well
  std::string mark;  // begins each line about a new pane: mark session window pane pid, with single blanks
};

// `token`: random letters and digits, names the window while it is built and marks our lines in the output.
Layout layout_of(const TargetPlan& plan, Container container, Typing typing, const std::string& token);

// The pane that gets the focus in a window, by its place in the list: the last one with `zoom`, else the last one with
// `focus`, else the first.
size_t focused_pane(const std::vector<PanePlan>& panes);

// The window that gets the focus: the last one that marks a pane, else the first.
size_t focused_window(const std::vector<WindowPlan>& windows);

// Names and paths that tmux can hold, targets of splits that exist.
base::Result<> check_plan(const TargetPlan& plan);

// The windows of a plan, each with at least one pane.
std::vector<WindowPlan> windows_with_panes(const TargetPlan& plan);

}  // namespace mux::tmux
