#include "sandbox/container/environment.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "base/unicode.h"

namespace sandbox::container {
namespace {

// Ours, and no secrets: they stand in the arguments, where other tools look for them.
constexpr std::array kConstants = {"HOME",        "CODEX_HOME", "WM_SANDBOX_GUEST", "WM_RPC_SOCK", "WM_RPC_HOST",
                                   "WM_RPC_PORT", "PATH"};

// Places in the order of SBX 6.2; what is not listed is the user's.
constexpr int kUsers = 4;
int place_of(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, int>, 10> places = {{{"HOME", 0},
                                                                        {"CODEX_HOME", 1},
                                                                        {"TERM", 2},
                                                                        {"COLORTERM", 3},
                                                                        {"WM_SANDBOX_GUEST", 5},
                                                                        {"WM_RPC_SOCK", 6},
                                                                        {"WM_RPC_HOST", 7},
                                                                        {"WM_RPC_PORT", 8},
                                                                        {"WM_RPC_TOKEN", 9},
                                                                        {"PATH", 11}}};
  for (const auto& [known, place] : places) {
    if (known == name) return place;
  }
  return name.starts_with("GIT_CONFIG_") ? 10 : kUsers;
}

bool is_proxy(std::string_view name) {
  return base::to_lower(name).ends_with("_proxy");
}

// Names that the client, its loader or its helpers obey.
bool steers_client(std::string_view name, std::string_view value, const os::Environment& host) {
  if (const auto own = host.get(name); own && *own != value) return true;
  constexpr std::array prefixes = {"LD_",       "DOCKER_", "CONTAINER", "PODMAN_",   "BUILDAH_", "STORAGE_",
                                   "REGISTRY_", "XDG_",    "GO",        "SSL_CERT_", "SSH_",     "DBUS_",
                                   "NOTIFY_",   "LISTEN_", "TMP",       "BUILDKIT_", "GLIBC_"};
  return is_proxy(name) || std::ranges::any_of(prefixes, [&](const char* prefix) { return name.starts_with(prefix); });
}

// The host's variables, without a guest's and without proxies, which podman would hand on.
os::Environment client_environment(const os::Environment& host) {
  os::Environment client = host;
  client.unset_prefix("WM_");
  for (const auto& [name, value] : host.variables()) {
    if (is_proxy(name)) client.unset(name);
  }
  return client;
}

}  // namespace

base::Result<PassedEnvironment> pass_environment(const os::Environment& guest, const os::Environment& host,
                                                 const std::filesystem::path& file) {
  PassedEnvironment passed;
  passed.client = client_environment(host);
  std::vector<std::pair<std::string, std::string>> ordered(guest.variables().begin(), guest.variables().end());
  std::ranges::stable_sort(ordered, {}, [](const auto& variable) { return place_of(variable.first); });
  std::vector<std::string> options;
  for (const auto& [name, value] : ordered) {
    if (std::ranges::find(kConstants, name) != kConstants.end()) {
      options.insert(options.end(), {"--env", fmt::format("{}={}", name, value)});
    } else if (!steers_client(name, value, host)) {
      options.insert(options.end(), {"--env", name});
      passed.client.set(name, value);
    } else if (value.find_first_of("\r\n") != std::string::npos) {
      return base::fail(fmt::format("The variable '{}' cannot be passed to a container: its value has a line break",
                                    base::sanitise_line(name)),
                        "Remove it from 'sandbox.env' and 'sandbox.env_passthrough', or make its value one line.");
    } else {
      passed.file += fmt::format("{}={}\n", name, value);
    }
  }
  if (!passed.file.empty()) passed.options = {"--env-file", file.string()};
  passed.options.insert(passed.options.end(), options.begin(), options.end());
  return passed;
}

}  // namespace sandbox::container
