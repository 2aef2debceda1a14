#include "sandbox/agent_copy.h"

#include <algorithm>
#include <optional>
#include <set>

#include "base/digest.h"
#include "base/json.h"
#include "os/files.h"

namespace sandbox {
namespace {

constexpr size_t kLargestFile = 8U << 20;

struct HostFile {
  std::filesystem::path path;
  os::FileStatus status;
};

// The files below one setting of the host.
class Walk {
 public:
  Walk(const std::vector<std::filesystem::path>& denied, CopyLimits limits) : denied_(denied), limits_(limits) {}

  // False when a limit is exceeded.
  bool add(const std::filesystem::path& path, const std::string& relative, size_t depth) {
    const auto real = os::real_path(path);
    if (!real || std::ranges::any_of(denied_, [&](const auto& root) { return os::is_within(*real, root); }))
      return true;
    const auto status = os::status_of(*real);
    if (!status) return true;
    if (status->type == os::FileType::directory) {
      if (depth == 0) return false;
      for (const auto& name : os::list_directory(*real)) {
        if (!add(path / name, relative + "/" + name, depth - 1)) return false;
      }
      return true;
    }
    if (status->type != os::FileType::regular) return true;
    bytes_ += status->size;
    files.emplace(relative, HostFile{*real, *status});
    return files.size() <= limits_.files && bytes_ <= limits_.bytes && status->size <= kLargestFile;
  }

  std::map<std::string, HostFile> files;

 private:
  const std::vector<std::filesystem::path>& denied_;
  CopyLimits limits_;
  std::uint64_t bytes_ = 0;
};

enum class CopyState { missing, as_copied, changed };

CopyState state_of(const os::Beneath& copy, const std::string& path, const CopiedFile* copied) {
  const auto text = copy.read_if_exists(path, kLargestFile);
  if (!text) return CopyState::changed;  // a link, a directory: the guest's doing
  if (!*text) return copy.status(path) ? CopyState::changed : CopyState::missing;
  return copied != nullptr && base::sha256_hex(**text) == copied->digest ? CopyState::as_copied : CopyState::changed;
}

base::Result<> refresh_file(const os::Beneath& copy, const std::string& path, const HostFile& file,
                            CopyManifest& manifest) {
  const auto entry = manifest.find(path);
  const CopiedFile* copied = entry == manifest.end() ? nullptr : &entry->second;
  if (copied != nullptr && copied->size == file.status.size && copied->modified_ns == file.status.modified_ns)
    return {};
  const auto text = os::read_file(file.path, kLargestFile);
  if (!text) return {};  // unreadable for the user: nothing to copy
  const CopyState state = state_of(copy, path, copied);
  const bool mine = copied == nullptr ? state == CopyState::missing : state == CopyState::as_copied;
  CopiedFile now{base::sha256_hex(*text), file.status.size, file.status.modified_ns};
  if (!mine) {
    if (copied != nullptr) now.digest = copied->digest;
    manifest[path] = now;
    return {};
  }
  const auto parent = std::filesystem::path(path).parent_path();
  // Where the guest put something in the way the copy is its business.
  if (!parent.empty() && !copy.make_directories(parent.string())) return {};
  const mode_t mode = (file.status.mode & 0100U) != 0 ? 0700 : 0600;
  if (!copy.replace(path, *text, mode)) return {};
  manifest[path] = now;
  return {};
}

std::string first_part(const std::string& path) {
  return path.substr(0, path.find('/'));
}

}  // namespace

CopyManifest read_manifest(const std::filesystem::path& file) {
  CopyManifest manifest;
  const auto text = os::read_file_if_exists(file);
  if (!text || !*text) return manifest;
  const auto json = base::parse_json(**text);
  if (!json || !json->is_object()) return manifest;
  for (const auto& [path, entry] : json->items()) {
    if (!entry.is_object()) continue;
    manifest[path] = {base::string_member(entry, "digest"),
                      static_cast<std::uint64_t>(base::integer_member(entry, "size")),
                      base::integer_member(entry, "modified_ns")};
  }
  return manifest;
}

base::Result<> write_manifest(const std::filesystem::path& file, const CopyManifest& manifest) {
  auto json = base::Json::object();
  for (const auto& [path, copied] : manifest) {
    json[path] = {{"digest", copied.digest}, {"size", copied.size}, {"modified_ns", copied.modified_ns}};
  }
  return os::write_atomically(file, base::dump_json(json) + "\n");
}

std::vector<std::string> matching_names(const std::vector<std::string>& names,
                                        const std::vector<std::string>& patterns) {
  std::vector<std::string> matching;
  for (const auto& name : names) {
    const bool matches = std::ranges::any_of(patterns, [&](const std::string& pattern) {
      return pattern.ends_with('*') ? name.starts_with(std::string_view(pattern).substr(0, pattern.size() - 1))
                                    : name == pattern;
    });
    if (matches) matching.push_back(name);
  }
  return matching;
}

base::Result<CopyReport> refresh_copies(const std::filesystem::path& host, const os::Beneath& copy,
                                        const std::vector<std::string>& patterns, CopyManifest& manifest,
                                        const std::vector<std::filesystem::path>& denied, CopyLimits limits) {
  CopyReport report;
  std::set<std::string> on_host;
  for (const auto& name : matching_names(os::list_directory(host), patterns)) {
    Walk walk(denied, limits);
    if (!walk.add(host / name, name, limits.depth)) {
      report.too_large.push_back(name);
      continue;
    }
    for (const auto& [path, file] : walk.files) {
      on_host.insert(path);
      TRY(refresh_file(copy, path, file, manifest));
    }
  }
  // What the host no longer has goes, unless the guest made it its own.
  std::erase_if(manifest, [&](const auto& entry) {
    if (on_host.contains(entry.first) || std::ranges::count(report.too_large, first_part(entry.first)) > 0)
      return false;
    if (state_of(copy, entry.first, &entry.second) == CopyState::as_copied) (void)copy.remove(entry.first);
    return true;
  });
  return report;
}

std::vector<std::string> changed_copies(const os::Beneath& copy, const std::vector<std::string>& patterns,
                                        const CopyManifest& manifest) {
  std::set<std::string> names;
  for (const auto& [path, copied] : manifest) {
    if (state_of(copy, path, &copied) != CopyState::as_copied) names.insert(first_part(path));
  }
  const auto top = copy.list("");
  for (const auto& name : matching_names(top ? *top : std::vector<std::string>{}, patterns)) {
    const bool copied =
        std::ranges::any_of(manifest, [&](const auto& entry) { return first_part(entry.first) == name; });
    if (!copied) names.insert(name);
  }
  return {names.begin(), names.end()};
}

}  // namespace sandbox
