#include <array>

#include "os/files.h"
#include "sandbox/mount_guard.h"

namespace sandbox {
namespace {

// Directories below home that hold secrets or decide what runs on the host (SBX 10.4).
constexpr std::array kDeniedBelowHome = {".ssh",       ".aws",           ".gnupg",          ".kube",
                                         ".azure",     ".config/gcloud", ".config/workmux", ".docker",
                                         ".claude",    ".gemini",        ".codex",          ".local/share/opencode",
                                         ".config/gh", ".config/op",     ".config/sops",    ".password-store"};

std::filesystem::path canonical_or_normal(const std::filesystem::path& path) {
  auto resolved = os::real_path(path);
  return resolved ? *resolved : path.lexically_normal();
}

}  // namespace

MountRules mount_rules(const std::filesystem::path& home, const std::filesystem::path& config,
                       const std::filesystem::path& state) {
  MountRules rules;
  rules.home = canonical_or_normal(home);
  for (const char* name : kDeniedBelowHome) {
    rules.denied.push_back(rules.home / name);
    // A denied directory that is a link (dotfiles kept elsewhere) is denied where it really is, too.
    auto real = canonical_or_normal(home / name);
    if (real != rules.denied.back()) rules.denied.push_back(std::move(real));
  }
  rules.denied.push_back(canonical_or_normal(config));
  rules.denied.push_back(canonical_or_normal(state));
  return rules;
}

}  // namespace sandbox
