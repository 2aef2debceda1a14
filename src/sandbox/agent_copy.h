#pragma once
// Private copies of an agent's settings (SBX E9 split): refreshed from the host where the guest left them unchanged.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "os/beneath.h"

namespace sandbox {

struct CopyLimits {
  size_t files = 5000;
  std::uint64_t bytes = 64U << 20;
  size_t depth = 12;
};

// What was copied last: digest of the contents, and the host file's size and time, by relative path.
struct CopiedFile {
  std::string digest;
  std::uint64_t size = 0;
  std::int64_t modified_ns = 0;
  bool operator==(const CopiedFile&) const = default;
};
using CopyManifest = std::map<std::string, CopiedFile>;

CopyManifest read_manifest(const std::filesystem::path& file);
base::Result<> write_manifest(const std::filesystem::path& file, const CopyManifest& manifest);

struct CopyReport {
  std::vector<std::string> too_large;  // top-level names that were not copied because they exceed the limits
};

// The names in `directory` that match one of `patterns` (a trailing "*" matches a prefix).
std::vector<std::string> matching_names(const std::vector<std::string>& names,
                                        const std::vector<std::string>& patterns);

// Copies what `patterns` match below `host` into `copy`. Links on the host are followed unless they lead to one of
// `denied`; links in the copy never. A file that the guest changed, removed or made itself stays as it is.
base::Result<CopyReport> refresh_copies(const std::filesystem::path& host, const os::Beneath& copy,
                                        const std::vector<std::string>& patterns, CopyManifest& manifest,
                                        const std::vector<std::filesystem::path>& denied, CopyLimits limits = {});

// Top-level names whose copy differs from what was copied last, or that the guest made.
std::vector<std::string> changed_copies(const os::Beneath& copy, const std::vector<std::string>& patterns,
                                        const CopyManifest& manifest);

}  // namespace sandbox
