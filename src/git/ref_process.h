#pragma once
// Refs in a format that we do not read ourselves, asked from git.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "git/refs.h"
#include "git/repository.h"

namespace git {

base::Result<Head> read_head_by_process(const Repository& repository, const std::filesystem::path& git_dir);
base::Result<std::optional<std::string>> resolve_ref_by_process(const Repository& repository, std::string_view name);
base::Result<std::optional<std::string>> symbolic_target_by_process(const Repository& repository,
                                                                    std::string_view name);
base::Result<std::vector<Ref>> list_refs_by_process(const Repository& repository, std::string_view prefix);

}  // namespace git
