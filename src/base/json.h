#pragma once
// Reading of JSON from files and peers that nobody trusts. nlohmann/json does the work behind these limits.

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/result.h"

namespace base {

using Json = nlohmann::ordered_json;

struct JsonLimits {
  size_t depth = 32;
  size_t bytes = 16U << 20;
};

// One JSON value and nothing behind it. Errors say where the text stops being JSON; no exception leaves.
Result<Json> parse_json(std::string_view text, JsonLimits limits = {});

// Compact text; bytes that are no UTF-8 are replaced, so this never fails.
std::string dump_json(const Json& value);

// As dump_json, with two blanks of indentation and a final newline: for files that people read.
std::string dump_json_pretty(const Json& value);

// The member `name` of an object, when it is there and has the right type; the fallback otherwise.
std::string string_member(const Json& object, std::string_view name, std::string_view fallback = {});
std::int64_t integer_member(const Json& object, std::string_view name, std::int64_t fallback = 0);
bool boolean_member(const Json& object, std::string_view name, bool fallback = false);

}  // namespace base
