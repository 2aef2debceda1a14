#include "mux/select_backend.h"

#include <fmt/format.h>

#include <array>

#include "base/text.h"
#include "base/unicode.h"
#include "mux/tmux/tmux.h"
#include "os/socket.h"

namespace mux {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::pair<std::string_view, Backend>, 4> kNames{
    {{"tmux", Backend::tmux}, {"wezterm", Backend::wezterm}, {"kitty", Backend::kitty}, {"zellij", Backend::zellij}}};

// The multiplexer whose variables are there, innermost first; tmux was looked at before.
Backend from_variables(const os::Environment& environment) {
  if (environment.has("WEZTERM_PANE")) return Backend::wezterm;
  if (environment.has("ZELLIJ")) return Backend::zellij;
  if (environment.has("KITTY_WINDOW_ID")) return Backend::kitty;
  return Backend::tmux;
}

// TMUX names a server that answers.
bool inside_tmux(const os::Environment& environment, const ServerProbe& probe) {
  const std::optional<std::string> value = environment.get_non_empty("TMUX");
  if (!value) return false;
  const std::string socket = value->substr(0, value->find(','));
  return !socket.empty() && probe(socket);
}

}  // namespace

std::string_view backend_name(Backend backend) {
  for (const auto& [name, value] : kNames) {
    if (value == backend) return name;
  }
  return "tmux";
}

std::optional<Backend> parse_backend(std::string_view text) {
  for (const auto& [name, value] : kNames) {
    if (base::equals_ignoring_case(text, name)) return value;
  }
  return std::nullopt;
}

bool socket_answers(const std::string& socket) {
  return os::connect_unix(socket, 1s).has_value();
}

Selection select_backend(const os::Environment& environment, std::optional<Backend> configured,
                         const ServerProbe& probe) {
  Selection selection{.backend = Backend::tmux, .warnings = {}, .environment = environment};
  const bool inside = inside_tmux(environment, probe);
  if (!inside) {
    selection.environment.unset("TMUX");
    selection.environment.unset("TMUX_PANE");
  }
  std::optional<Backend> wanted;
  if (const std::optional<std::string> value = environment.get("WORKMUX_BACKEND")) {
    wanted = parse_backend(*value);
    if (!wanted) {
      selection.warnings.push_back(fmt::format(
          "workmux: invalid WORKMUX_BACKEND=\"{}\", expected tmux|wezterm|kitty|zellij", base::sanitise_line(*value)));
    }
  }
  if (!wanted) wanted = configured;
  selection.backend = wanted ? *wanted : inside ? Backend::tmux : from_variables(environment);
  return selection;
}

base::Result<std::unique_ptr<Multiplexer>> open_backend(const Selection& selection,
                                                        const std::vector<std::filesystem::path>& untrusted) {
  if (selection.backend != Backend::tmux) {
    return base::fail(fmt::format("{} is not supported yet; use tmux", backend_name(selection.backend)),
                      "Run workmux inside tmux, or set WORKMUX_BACKEND=tmux.");
  }
  return std::make_unique<tmux::Tmux>(TRY(tmux::connection(selection.environment, untrusted)));
}

}  // namespace mux
