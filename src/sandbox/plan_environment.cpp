#include "sandbox/plan_environment.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/unicode.h"
#include "os/files.h"

namespace sandbox {
namespace {

// Of the host's variables: how text is shown, and who the user is.
constexpr std::array kFromHost = {"TERM",        "COLORTERM", "LANG", "LC_ALL",  "LC_CTYPE",
                                  "LC_MESSAGES", "TZ",        "USER", "LOGNAME", "SHELL"};

// PATH of the guest: our program, then the host's entries that exist inside. Relative ones, and those in the worktree,
// are left out: the agent can write there (SBX E19).
std::string guest_path(const Snapshot& snapshot, const PlanInputs& inputs,
                       const std::vector<std::filesystem::path>& readable) {
  std::vector<std::string> parts = {std::string(kGuestProgramDirectory)};
  auto append = [&](const std::string& entry) {
    if (std::ranges::find(parts, entry) == parts.end()) parts.push_back(entry);
  };
  for (const auto& entry : base::split(inputs.environment.get("PATH").value_or(""), ':')) {
    const std::filesystem::path path(entry);
    if (!path.is_absolute() || os::is_within(path, snapshot.worktree)) continue;
    if (std::ranges::any_of(readable, [&](const auto& root) { return os::is_within(path, root); })) append(entry);
  }
  for (const char* entry : {"/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"}) append(entry);
  return base::join(parts, ":");
}

void add_git_identity(os::Environment& environment, const PlanInputs& inputs) {
  int count = 0;
  for (const auto& [key, value] : {std::pair{"user.name", &inputs.user_name}, {"user.email", &inputs.user_email}}) {
    const std::string clean = base::sanitise_line(*value);
    if (clean.empty()) continue;
    environment.set(fmt::format("GIT_CONFIG_KEY_{}", count), key);
    environment.set(fmt::format("GIT_CONFIG_VALUE_{}", count), clean);
    ++count;
  }
  if (count > 0) environment.set("GIT_CONFIG_COUNT", std::to_string(count));
}

// sandbox.env_passthrough, then sandbox.env.
void add_users_choice(os::Environment& environment, const config::Sandbox& sandbox, const PlanInputs& inputs) {
  for (const auto& name : sandbox.env_passthrough) {
    if (const auto value = inputs.environment.get(name)) environment.set(name, *value);
  }
  for (const auto& [name, value] : sandbox.env) environment.set(name, value);
}

void add_ours(os::Environment& environment, const PlanInputs& inputs) {
  environment.set("WM_SANDBOX_GUEST", "1");
  if (!inputs.rpc_directory.empty()) {
    environment.set("WM_RPC_SOCK", fmt::format("{}/rpc.sock", kGuestSocketDirectory));
    environment.set("WM_RPC_TOKEN", inputs.rpc_token);
    if (inputs.rpc_port != 0) environment.set("WM_RPC_HOST", inputs.rpc_host);
    if (inputs.rpc_port != 0) environment.set("WM_RPC_PORT", std::to_string(inputs.rpc_port));
  }
  add_git_identity(environment, inputs);
}

}  // namespace

os::Environment guest_environment(const Snapshot& snapshot, const PlanInputs& inputs,
                                  const std::vector<std::filesystem::path>& readable) {
  const auto& sandbox = snapshot.config.sandbox;
  os::Environment environment;
  for (const char* name : kFromHost) {
    if (const auto value = inputs.environment.get(name)) environment.set(name, *value);
  }
  // A shell that does not exist inside would end every program that starts one.
  const auto shell = environment.get("SHELL");
  if (shell && std::ranges::none_of(readable, [&](const auto& root) { return os::is_within(*shell, root); })) {
    environment.set("SHELL", "/bin/sh");
  }
  add_users_choice(environment, sandbox, inputs);
  environment.set("HOME", inputs.paths.home.string());
  add_ours(environment, inputs);
  environment.set("PATH", guest_path(snapshot, inputs, readable));
  return environment;
}

os::Environment container_environment(const Snapshot& snapshot, const PlanInputs& inputs) {
  os::Environment environment;
  for (const char* name : {"TERM", "COLORTERM"}) {
    if (const auto value = inputs.environment.get(name)) environment.set(name, *value);
  }
  add_users_choice(environment, snapshot.config.sandbox, inputs);
  environment.set("HOME", kContainerHome);
  // codex makes no helpers when its home lies below a temporary directory.
  if (snapshot.agent == "codex") environment.set("CODEX_HOME", kContainerCodexHome);
  add_ours(environment, inputs);
  environment.set("PATH",
                  fmt::format("{}:{}/.local/bin:/usr/local/bin:/usr/bin:/bin", kGuestProgramDirectory, kContainerHome));
  return environment;
}

}  // namespace sandbox
