#include <fmt/format.h>

#include "base/digest.h"
#include "base/text.h"
#include "sandbox/agent_files.h"
#include "sandbox/plan.h"

namespace sandbox {
namespace {

// claude keeps the sessions of a project in a directory named after its path, every other character a dash.
std::string claude_project(const std::filesystem::path& worktree) {
  std::string name = worktree.string();
  for (char& c : name) {
    const bool kept = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (!kept) c = '-';
  }
  return name;
}

void add_pi(AgentLayout& layout) {
  layout.settings = {"settings*", "extensions", "skills",      "agents",    "prompts",  "themes",
                     "tools",     "hooks",      "models.json", "AGENTS.md", "SYSTEM.md"};
  layout.shared_files = {"auth.json"};
  layout.shared_directories = {"sessions"};
  layout.private_directories = {"bin"};
}

std::filesystem::path omp_directory(const std::filesystem::path& home, const os::Environment& environment) {
  if (const auto own = environment.get_non_empty("PI_CODING_AGENT_DIR")) return expand_home(*own, home);
  if (const auto base = environment.get_non_empty("PI_CONFIG_DIR")) return home / expand_home(*base, home) / "agent";
  return home / ".omp" / "agent";
}

void add_opencode(AgentLayout& layout, const std::filesystem::path& home, const os::Environment& environment) {
  layout.whole = true;
  layout.private_directories = {"bin"};
  if (const auto own = environment.get_non_empty("OPENCODE_CONFIG")) {
    layout.config = expand_home(*own, home);
  } else if (const auto xdg = environment.get_non_empty("XDG_CONFIG_HOME"); xdg && xdg->starts_with('/')) {
    layout.config = std::filesystem::path(*xdg) / "opencode";
  } else {
    layout.config = home / ".config" / "opencode";
  }
  layout.config_target = home / ".config" / "opencode";
}

}  // namespace

AgentLayout agent_layout(const Snapshot& snapshot, const std::filesystem::path& home,
                         const os::Environment& environment) {
  AgentLayout layout;
  layout.agent = snapshot.agent;
  const std::string& agent = snapshot.agent;
  if (agent == "claude") {
    layout.host = layout.target = home / ".claude";
    layout.settings = {"settings*", "CLAUDE.md", "commands",      "agents",     "skills",
                       "plugins",   "hooks",     "output-styles", "statusline*"};
    layout.shared_files = {".credentials.json"};
    layout.shared_directories = {"projects/" + claude_project(snapshot.worktree)};
  } else if (agent == "codex") {
    layout.host = layout.target = home / ".codex";
    layout.settings = {"config.toml", "AGENTS.md", "prompts", "rules", "skills", "hooks"};
    layout.shared_files = {"auth.json"};
    layout.shared_directories = {"sessions"};
  } else if (agent == "gemini") {
    layout.host = layout.target = home / ".gemini";
    layout.settings = {"settings.json", "GEMINI.md", "extensions", "commands", "hooks", "skills"};
    layout.shared_files = {"oauth_creds.json", "google_accounts.json", "installation_id"};
    layout.shared_directories = {"tmp/" + base::sha256_hex(snapshot.worktree.string())};
  } else if (agent == "opencode") {
    layout.host = layout.target = home / ".local" / "share" / "opencode";
    add_opencode(layout, home, environment);
  } else if (agent == "pi") {
    layout.host = layout.target = home / ".pi" / "agent";
    add_pi(layout);
  } else if (agent == "omp") {
    layout.host = omp_directory(home, environment);
    layout.target = home / ".omp" / "agent";
    add_pi(layout);
  }
  const auto& configured = snapshot.config.sandbox.agent_config_dir;
  if (configured && !configured->empty()) {
    layout.host = expand_home(base::replace_all(*configured, "{agent}", agent), home);
    if (layout.target.empty()) {
      // An agent that nobody here knows: which of its files steer it cannot be told, and the user named the directory.
      layout.target = home / ("." + agent);
      layout.whole = true;
    }
  }
  return layout;
}

}  // namespace sandbox
