#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "base/text.h"
#include "os/files.h"
#include "os/process.h"

namespace os {
namespace {

bool is_executable(const std::filesystem::path& path) {
  const auto status = status_following(path);
  return status && status->type == FileType::regular && ::access(path.c_str(), X_OK) == 0;
}

// Directories as they were named, and with every link resolved: a link may lead into one that a guest writes.
struct Untrusted {
  explicit Untrusted(const std::vector<std::filesystem::path>& directories) : named(directories) {
    for (const auto& directory : directories) real.push_back(real_path(directory).value_or(directory));
  }
  const std::vector<std::filesystem::path>& named;
  std::vector<std::filesystem::path> real;
};

bool is_within_any(const std::filesystem::path& path, const std::vector<std::filesystem::path>& directories) {
  return std::ranges::any_of(directories, [&](const auto& directory) { return is_within(path, directory); });
}

bool is_below_any(const std::filesystem::path& path, const Untrusted& untrusted) {
  if (is_within_any(path, untrusted.named)) return true;
  if (untrusted.named.empty()) return false;
  const auto real = real_path(path);
  return real && is_within_any(*real, untrusted.real);
}

// In a user namespace root's files belong to nobody in particular; whoever owns "/" stands for root there.
bool is_owned_by_root_or_us(const std::filesystem::path& path) {
  const auto status = status_following(path);
  if (!status) return false;
  if (status->owner == 0 || status->owner == ::geteuid()) return true;
  const auto top = status_following("/");
  return top && top->owner == status->owner;
}

}  // namespace

std::optional<std::filesystem::path> find_program(std::string_view name, std::string_view path,
                                                  const std::vector<std::filesystem::path>& untrusted_directories) {
  if (name.empty()) return std::nullopt;
  if (name.find('/') != std::string_view::npos) {
    if (!is_executable(name)) return std::nullopt;
    return std::filesystem::path(name);
  }
  const Untrusted untrusted(untrusted_directories);
  for (const std::string_view entry : base::split_views(path, ':')) {
    if (!entry.starts_with('/')) continue;
    const std::filesystem::path candidate = std::filesystem::path(entry) / name;
    if (!is_executable(candidate)) continue;
    if (!untrusted_directories.empty()) {
      if (is_below_any(entry, untrusted) || is_below_any(candidate, untrusted)) continue;
      if (!is_owned_by_root_or_us(entry) || !is_owned_by_root_or_us(candidate)) continue;
    }
    return candidate;
  }
  return std::nullopt;
}

std::string trusted_search_path(std::string_view path,
                                const std::vector<std::filesystem::path>& untrusted_directories) {
  const Untrusted untrusted(untrusted_directories);
  std::vector<std::string> kept;
  for (const std::string_view entry : base::split_views(path, ':')) {
    if (!entry.starts_with('/') || is_below_any(entry, untrusted)) continue;
    if (!untrusted_directories.empty() && !is_owned_by_root_or_us(entry)) continue;
    kept.emplace_back(entry);
  }
  return base::join(kept, ":");
}

}  // namespace os
