#pragma once
// Changes to a JSON text that a person wrote: only what differs is touched, so that order, blanks, comments and the way
// numbers are written stay (AGT-W11, CLI-W33).

#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace base {

// The text with every comment (// and /* */) and every comma before a closing bracket replaced by blanks: the same
// length, line for line. Text inside strings stays.
std::string blank_json_comments(std::string_view text);

// As parse_json, for texts with comments and trailing commas.
Result<Json> parse_commented_json(std::string_view text, JsonLimits limits = {});

// `text` with as little changed as possible so that it reads as `wanted`. A text in one line is written anew, with two
// blanks of indentation. The result ends in a newline. Errors: those of parse_commented_json.
Result<std::string> edit_json(std::string_view text, const Json& wanted, JsonLimits limits = {});

}  // namespace base
