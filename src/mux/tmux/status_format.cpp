#include "mux/tmux/status_format.h"

#include <fmt/format.h>

namespace mux::tmux {
namespace {

// Texts that stand for the icon's place while a format is rewritten; they mean nothing to tmux. Two steps, because tmux
// versions differ in how often they expand what a substitution inserts.
constexpr std::string_view kPlace = "@workmux-icon-here@";
constexpr std::string_view kCurrentPlace = "@workmux-icon-current@";

std::string when(PaneId pane, std::string_view condition, std::string_view commands) {
  return fmt::format("if-shell -F -t {} '{}' {{ {} }}", pane.text(), condition, commands);
}

std::string lacks(std::string_view option, std::string_view text) {
  return fmt::format("#{{?#{{m:*{}*,#{{{}}}}},,1}}", text, option);
}

// The place in the value of an option becomes the icon.
std::string fill(std::string_view set, std::string_view option, std::string_view place) {
  return fmt::format("{0} '{1}' '#{{s/{2}.*$//:{1}}}##{{?@workmux_status, ##{{@workmux_status}},}}#{{s/^.*{2}//:{1}}}'",
                     set, option, place);
}

}  // namespace

std::string icon_in_window(std::string_view option, PaneId pane) {
  const std::string set = fmt::format("set-option -w -F -t {}", pane.text());
  const std::string empty = fmt::format("#{{==:#{{{}}},}}", option);
  const std::string commands =
      when(pane, empty, fmt::format("set-option -w -u -t {} {}", pane.text(), option)) + " ; " +
      when(pane, empty,
           fmt::format("set-option -w -t {} {} '#I:#W#{{?window_flags,#{{window_flags}}, }}'", pane.text(), option)) +
      " ; " +
      fmt::format("{0} {1} '#{{s/(##.(window_flags|.window_flags|F#}}).*)/{2}\\1/:{1}}}' ; ", set, option, kPlace) +
      when(pane, lacks(option, kPlace), fmt::format("{0} {1} '#{{{1}}}{2}'", set, option, kPlace)) + " ; " +
      fill(set, option, kPlace);
  return when(pane, lacks(option, "@workmux_status"), commands);
}

std::string icon_in_session(PaneId pane) {
  const std::string set = fmt::format("set-option -F -t {}", pane.text());
  constexpr std::string_view kLine = "status-format[0]";
  // A list that a session has for itself hides the whole global one: the other lines are carried over.
  std::string save;
  std::string restore;
  for (int line = 1; line <= 4; ++line) {
    save += fmt::format("{0} @workmux_line_{1} '#{{status-format[{1}]}}' ; ", set, line);
    restore += when(pane, fmt::format("#{{!=:#{{@workmux_line_{}}},}}", line),
                    fmt::format("{0} 'status-format[{1}]' '#{{@workmux_line_{1}}}'", set, line)) +
               fmt::format(" ; set-option -u -t {} @workmux_line_{} ; ", pane.text(), line);
  }
  const std::string commands =
      save + fmt::format("{0} '{1}' '#{{s/(##.T.window-status-format.)/\\1{2}/:{1}}}' ; ", set, kLine, kPlace) +
      fmt::format("{0} '{1}' '#{{s/(##.T.window-status-current-format.)/\\1{2}/:{1}}}' ; ", set, kLine, kCurrentPlace) +
      restore + when(pane, fmt::format("#{{m:*{}*,#{{{}}}}}", kPlace, kLine), fill(set, kLine, kPlace)) + " ; " +
      when(pane, fmt::format("#{{m:*{}*,#{{{}}}}}", kCurrentPlace, kLine), fill(set, kLine, kCurrentPlace));
  return when(pane, lacks("window-status-format", "@workmux_status"),
              when(pane, lacks(kLine, "@workmux_status"), commands));
}

}  // namespace mux::tmux
