#pragma once
// The rows of several worktrees: from `--foreach`, `--matrix` or lines of standard input (CLI 8.4, 8.5).

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "config/front_matter.h"

namespace workflow {

inline constexpr size_t kMostRows = 1000;  // worktrees of one call

// `var:v1,v2;var2:w1,w2`, values paired by position. Errors: CLI 8.4 texts.
base::Result<std::vector<config::Row>> foreach_rows(std::string_view text);

// As foreach_rows, every value with every other, the first variable slowest; values may stand in single or double
// quotes and hold `,` and `;` there (CLI-W39).
base::Result<std::vector<config::Row>> matrix_rows(std::string_view text);

// One row for each line that is not blank: `input`, and the keys of a line that is a JSON object.
std::vector<config::Row> line_rows(std::string_view text);

}  // namespace workflow
