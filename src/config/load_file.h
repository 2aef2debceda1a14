#pragma once
// One configuration file: from bytes to a checked tree.

#include <filesystem>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "config/load.h"
#include "config/node.h"

namespace config {

// Parsed, normalised and free of errors; unknown keys are added to `warnings`. Errors: "Failed to parse config at ...".
base::Result<Node> read_config_text(std::string_view text, const std::filesystem::path& file, std::uint32_t file_index,
                                    std::vector<Warning>& warnings);

// As check_file (config/load.h), for text that was read already. Problems about the configuration as a whole have no
// place.
std::vector<Problem> check_text(std::string_view text, const std::filesystem::path& file, FileKind kind);

// The configuration a tree without errors stands for, with the defaults of its own `sandbox.strict`.
Config config_of(const Node& tree);

}  // namespace config
