#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "os/files.h"
#include "os/process.h"

namespace os {
namespace {

bool is_executable(const std::filesystem::path& path) {
  const auto status = status_following(path);
  return status && status->type == FileType::regular && ::access(path.c_str(), X_OK) == 0;
}

// By name and with every link resolved: a link may lead into a directory that a guest writes.
bool is_below_any(const std::filesystem::path& path, const std::vector<std::filesystem::path>& untrusted) {
  const auto real = real_path(path);
  for (const std::filesystem::path& directory : untrusted) {
    if (is_within(path, directory)) return true;
    const auto real_directory = real_path(directory);
    if (real && is_within(*real, real_directory ? *real_directory : directory)) return true;
  }
  return false;
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
                                                  const std::vector<std::filesystem::path>& untrusted) {
  if (name.empty()) return std::nullopt;
  if (name.find('/') != std::string_view::npos) {
    if (!is_executable(name)) return std::nullopt;
    return std::filesystem::path(name);
  }
  for (const std::string_view entry : base::split_views(path, ':')) {
    if (!entry.starts_with('/')) continue;
    const std::filesystem::path candidate = std::filesystem::path(entry) / name;
    if (!is_executable(candidate)) continue;
    if (!untrusted.empty()) {
      if (is_below_any(entry, untrusted) || is_below_any(candidate, untrusted)) continue;
      if (!is_owned_by_root_or_us(entry) || !is_owned_by_root_or_us(candidate)) continue;
    }
    return candidate;
  }
  return std::nullopt;
}

std::string trusted_search_path(std::string_view path, const std::vector<std::filesystem::path>& untrusted) {
  std::vector<std::string> kept;
  for (const std::string_view entry : base::split_views(path, ':')) {
    if (!entry.starts_with('/') || is_below_any(entry, untrusted)) continue;
    if (!untrusted.empty() && !is_owned_by_root_or_us(entry)) continue;
    kept.emplace_back(entry);
  }
  return base::join(kept, ":");
}

}  // namespace os
