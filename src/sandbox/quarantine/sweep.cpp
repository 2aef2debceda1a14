#include "sandbox/quarantine/sweep.h"

#include <fmt/format.h>

#include "os/files.h"
#include "sandbox/quarantine/file_guard.h"
#include "sandbox/quarantine/ref_texts.h"

namespace sandbox::quarantine {

namespace {

constexpr int kDeepest = 32;
constexpr size_t kMostEntries = 500'000;

base::Result<> sweep_below(const os::Beneath& git, const std::string& directory, int depth, size_t& left) {
  if (depth > kDeepest) return {};
  const auto entries = git.entries(directory);
  if (!entries) return {};  // gone, or no directory
  for (const auto& [name, type] : *entries) {
    if (left == 0) return {};
    --left;
    const std::string path = directory.empty() ? name : fmt::format("{}/{}", directory, name);
    if (path == "objects") continue;
    if (type == os::FileType::directory) {
      TRY(sweep_below(git, path, depth + 1, left));
    } else if (name.ends_with(".lock")) {
      TRY(git.remove(path));
    }
  }
  return {};
}

std::optional<std::string> damage_at(const os::Beneath& git, const std::string& path, os::FileType wanted) {
  const auto status = git.status(path);
  if (!status) return fmt::format("{} is missing", path);
  if (status->type == wanted) return std::nullopt;
  return fmt::format("{} {}", path, odd_file(status->type).value_or("is of the wrong kind"));
}

}  // namespace

base::Result<> sweep_locks(const os::Beneath& git) {
  size_t left = kMostEntries;
  return sweep_below(git, "", 0, left);
}

std::optional<std::string> find_damage(const os::Beneath& git, std::string_view own) {
  for (const auto* const directory : {"objects", "refs"}) {
    if (auto damage = damage_at(git, directory, os::FileType::directory)) return damage;
  }
  std::vector<std::string> files = {"HEAD", "config"};
  if (!own.empty()) {
    for (const auto* const name : {"HEAD", "commondir", "gitdir"}) files.push_back(fmt::format("{}/{}", own, name));
  }
  for (const auto& file : files) {
    if (auto damage = damage_at(git, file, os::FileType::regular)) return damage;
  }
  const auto refs = read_ref_texts(git, own);
  if (!refs) return refs.error().message;
  if (!refs->refused.empty()) return refs->refused.front();
  return std::nullopt;
}

}  // namespace sandbox::quarantine
