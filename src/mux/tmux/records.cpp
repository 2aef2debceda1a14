#include "mux/tmux/records.h"

#include <fmt/format.h>

#include <array>
#include <span>
#include <vector>

#include "base/text.h"
#include "os/random.h"

namespace mux::tmux {
namespace {

using Fields = std::span<const std::string_view>;

// The order of the fields is that of the readers below.
constexpr std::array<std::string_view, 5> kServerFields{"start_time", "version", "default-shell", "PATH", "pane_id"};
constexpr std::array<std::string_view, 3> kSessionFields{"session_id", "session_attached", "session_name"};
constexpr std::array<std::string_view, 9> kWindowFields{"window_id",     "session_id",        "window_index",
                                                        "window_active", "window_width",      "window_height",
                                                        "window_name",   "@workmux_worktree", "@workmux_status"};
constexpr std::array<std::string_view, 11> kPaneFields{"pane_id",
                                                       "window_id",
                                                       "session_id",
                                                       "pane_pid",
                                                       "pane_active",
                                                       "pane_dead",
                                                       "pane_current_command",
                                                       "pane_current_path",
                                                       "pane_title",
                                                       "@workmux_pane_status",
                                                       "@workmux_role"};

template <typename T>
bool read_id(std::string_view text, T& id) {
  const auto parsed = T::parse(text);
  if (parsed) id = *parsed;
  return parsed.has_value();
}

template <typename T>
bool read_number(std::string_view text, T& number) {
  const auto parsed = base::parse_integer(text);
  if (parsed) number = static_cast<T>(*parsed);
  return parsed.has_value();
}

bool is_set(std::string_view flag) {
  return !flag.empty() && flag != "0";
}

bool read_server(Fields fields, Snapshot& into) {
  into.running = true;
  into.boot_id = fields[0];
  into.version = fields[1];
  into.default_shell = fields[2].empty() ? "/bin/bash" : fields[2];
  into.path = fields[3];
  into.active_pane = PaneId::parse(fields[4]);
  return true;
}

bool read_session(Fields fields, Snapshot& into) {
  Session session;
  if (!read_id(fields[0], session.id)) return false;
  session.attached = is_set(fields[1]);
  session.name = fields[2];
  into.sessions.push_back(std::move(session));
  return true;
}

bool read_window(Fields fields, Snapshot& into) {
  Window window;
  if (!read_id(fields[0], window.id) || !read_id(fields[1], window.session)) return false;
  if (!read_number(fields[2], window.index) || !read_number(fields[4], window.size.columns) ||
      !read_number(fields[5], window.size.lines)) {
    return false;
  }
  window.active = is_set(fields[3]);
  window.name = fields[6];
  window.worktree = fields[7];
  window.status = fields[8];
  // A window that is linked into several sessions is listed in each of them.
  if (!into.find(window.id)) into.windows.push_back(std::move(window));
  return true;
}

bool read_pane(Fields fields, Snapshot& into) {
  Pane pane;
  if (!read_id(fields[0], pane.id) || !read_id(fields[1], pane.window) || !read_id(fields[2], pane.session))
    return false;
  if (!read_number(fields[3], pane.pid)) return false;
  pane.active = is_set(fields[4]);
  pane.dead = is_set(fields[5]);
  pane.command = fields[6];
  pane.directory = fields[7];
  pane.title = fields[8];
  pane.status = fields[9];
  pane.role = fields[10];
  if (!into.find(pane.id)) into.panes.push_back(std::move(pane));
  return true;
}

struct Kind {
  std::string_view letter;
  std::span<const std::string_view> fields;
  bool (*read)(Fields, Snapshot&);
};

constexpr std::array<Kind, 4> kKinds{{{"server", kServerFields, read_server},
                                      {"session", kSessionFields, read_session},
                                      {"window", kWindowFields, read_window},
                                      {"pane", kPaneFields, read_pane}}};

std::string format_of(const Kind& kind, std::string_view mark) {
  std::string format = fmt::format("{}{}{}", mark, kind.letter, mark);
  for (const std::string_view field : kind.fields) format += fmt::format("#{{{}}}{}", field, mark);
  return format;
}

std::vector<std::string_view> split_at(std::string_view text, std::string_view mark) {
  std::vector<std::string_view> parts;
  for (size_t at = 0;;) {
    const size_t end = text.find(mark, at);
    parts.push_back(text.substr(at, end == std::string_view::npos ? end : end - at));
    if (end == std::string_view::npos) return parts;
    at = end + mark.size();
  }
}

}  // namespace

Records Records::create() {
  return Records("|" + os::random_hex(16) + "|");
}

std::string Records::server() const {
  return format_of(kKinds[0], mark_);
}
std::string Records::session() const {
  return format_of(kKinds[1], mark_);
}
std::string Records::window() const {
  return format_of(kKinds[2], mark_);
}
std::string Records::pane() const {
  return format_of(kKinds[3], mark_);
}

base::Result<Snapshot> Records::parse(std::string_view output) const {
  Snapshot snapshot;
  const std::vector<std::string_view> parts = split_at(output, mark_);
  for (size_t i = 1; i < parts.size();) {
    const Kind* kind = nullptr;
    for (const Kind& candidate : kKinds) {
      if (candidate.letter == parts[i]) kind = &candidate;
    }
    if (!kind) {
      ++i;
      continue;
    }
    // The fields, and behind them the text up to the next record.
    if (parts.size() - i < kind->fields.size() + 2) return base::fail("tmux's answer is cut off");
    if (!kind->read(Fields(parts).subspan(i + 1, kind->fields.size()), snapshot)) {
      return base::fail(fmt::format("tmux gave a {} without proper numbers", kind->letter),
                        "tmux 3.2 or newer is needed: see 'tmux -V'.");
    }
    i += kind->fields.size() + 2;
  }
  return snapshot;
}

}  // namespace mux::tmux
