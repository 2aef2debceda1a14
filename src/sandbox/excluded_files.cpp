#include "sandbox/excluded_files.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/unicode.h"
#include "os/files.h"
#include "sandbox/mount_paths.h"

namespace sandbox {
namespace {

bool lies_in(const std::filesystem::path& path, const std::vector<std::filesystem::path>& roots) {
  return std::ranges::any_of(roots, [&](const auto& root) { return os::is_within(path, root); });
}

void add_mask(Masks& masks, const std::filesystem::path& path, os::FileType type) {
  const bool file = type == os::FileType::regular;
  Mount mount{.source = {},
              .target = path,
              .writable = false,
              .kind = file ? MountKind::null_file : MountKind::empty_directory};
  if (std::ranges::any_of(masks.mounts, [&](const Mount& other) { return other.target == path; })) return;
  masks.mounts.push_back(std::move(mount));
  if (file) masks.files.push_back(path);
}

}  // namespace

Masks excluded_file_masks(const std::vector<std::string>& entries, const std::vector<std::filesystem::path>& roots) {
  Masks masks;
  for (const auto& entry : entries) {
    const std::filesystem::path relative(entry);
    auto skip = [&](std::string_view why) {
      masks.warnings.push_back(
          fmt::format("sandbox.container.excluded_files: '{}' is skipped: {}", base::sanitise_line(entry), why));
    };
    if (entry.empty() || relative.is_absolute()) {
      skip("it must be relative to the worktree");
      continue;
    }
    if (std::ranges::any_of(relative, [](const auto& part) { return part == ".."; })) {
      skip("it must not contain '..'");
      continue;
    }
    bool found = false;
    bool odd = false;
    for (const auto& root : roots) {
      // The real place: a link on the way would let the guest choose what is covered, and the link itself is no secret.
      const auto real = os::real_path(root / relative);
      if (!real || !is_plain_path(*real) || !lies_in(*real, roots) || *real == root) continue;
      const auto status = os::status_of(*real);
      if (!status || (status->type != os::FileType::regular && status->type != os::FileType::directory)) {
        odd = true;
        continue;
      }
      add_mask(masks, *real, status->type);
      found = true;
    }
    if (!found) skip(odd ? "only files and directories can be masked" : "it does not exist on disk");
  }
  return masks;
}

}  // namespace sandbox
