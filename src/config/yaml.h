#pragma once
// YAML 1.2 (CLI 5.3) into config::Node, behind limits: what nobody writes by hand is refused, so that no file of a
// stranger can exhaust us.

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"
#include "config/node.h"

namespace config {

inline constexpr size_t kLongestFile = 1U << 20;       // bytes of one file
inline constexpr size_t kDeepestNesting = 64;          // levels
inline constexpr size_t kMostNodes = 100'000;          // aliases count as what they stand for
inline constexpr size_t kLongestExpansion = 4U << 20;  // bytes of all scalars, aliases expanded

// One document; an empty file is a null node. Refused: duplicate keys, keys that are no scalars, tags other than the
// core ones, a second document or anything else behind the first, recursive or unknown aliases, NUL bytes, text that is
// no UTF-8, anything above the limits. Merge keys (`<<`) stay ordinary keys. Error message: "Failed to parse config at
// FILE: [KEY PATH: ]REASON at line L column C". `file_index` becomes Place::file of every node.
base::Result<Node> parse_yaml(std::string_view text, const std::filesystem::path& file, std::uint32_t file_index = 0);

// The message above for a place in `file`; an empty `key_path` is left out.
std::string parse_failure(const std::filesystem::path& file, std::string_view key_path, std::string_view reason,
                          Place place);

}  // namespace config
