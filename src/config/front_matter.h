#pragma once
// The head of a prompt file (CLI 8.6).

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace config {

// The values of one worktree, by name in the order of their source.
using Row = std::vector<std::pair<std::string, std::string>>;

struct Prompt {
  std::string body;
  std::vector<Row> rows;  // of `foreach`; empty: it says none
};

// `foreach` of the YAML between `---` and `---` or `...`; other keys are ignored, and the text behind the closing line
// is the body. Without a head, or with one that never ends, all is body. Errors: CLI 8.6 texts.
base::Result<Prompt> split_front_matter(std::string_view text);

}  // namespace config
