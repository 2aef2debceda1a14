#pragma once
// Which multiplexer we talk to (MUX 2).

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "mux/multiplexer.h"
#include "os/environment.h"

namespace mux {

enum class Backend { tmux, wezterm, kitty, zellij };

std::string_view backend_name(Backend backend);  // "tmux"
// "tmux", "wezterm", "kitty", "zellij", in any case; nothing for other text.
std::optional<Backend> parse_backend(std::string_view text);

struct Selection {
  Backend backend = Backend::tmux;
  std::vector<std::string> warnings;  // lines for stderr (MUX-A1)
  os::Environment environment;        // for the multiplexer's client: without TMUX and TMUX_PANE when those are stale
};

// True when something answers at the socket of a tmux server.
using ServerProbe = std::function<bool(const std::string& socket)>;
bool socket_answers(const std::string& socket);

// The table of MUX 2: WORKMUX_BACKEND, then `configured` (key `backend`), then the variables of the multiplexers,
// innermost first. A TMUX that is empty or whose server is dead does not count (MUX-W16); nothing left means tmux.
Selection select_backend(const os::Environment& environment, std::optional<Backend> configured = std::nullopt,
                         const ServerProbe& probe = socket_answers);

// The multiplexer of a selection; its program is not taken from `untrusted` directories (SBX E19). Errors: it is not
// supported yet, or its program is not installed.
base::Result<std::unique_ptr<Multiplexer>> open_backend(const Selection& selection,
                                                        const std::vector<std::filesystem::path>& untrusted = {});

}  // namespace mux
