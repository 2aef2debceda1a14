#include "mux/configured_backend.h"

namespace mux {

std::optional<Backend> configured_backend(const config::Config& config) {
  if (!config.backend) return std::nullopt;
  switch (*config.backend) {
    case config::MuxBackend::tmux:
      return Backend::tmux;
    case config::MuxBackend::wezterm:
      return Backend::wezterm;
    case config::MuxBackend::kitty:
      return Backend::kitty;
    case config::MuxBackend::zellij:
      return Backend::zellij;
  }
  return std::nullopt;
}

}  // namespace mux
