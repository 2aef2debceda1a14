#pragma once
// Filters and tests of the template language (CLI 8.3).

#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace config::templates {

struct Call {
  base::Json input;
  std::vector<base::Json> arguments = {};
  std::vector<std::pair<std::string, base::Json>> named = {};

  // The argument at `index` or with this name; nothing when it was not given.
  const base::Json* argument(size_t index, std::string_view name) const;
  std::string text(size_t index, std::string_view name, std::string_view fallback) const;
  bool flag(size_t index, std::string_view name, bool fallback) const;
  base::Result<std::int64_t> integer(size_t index, std::string_view name, std::int64_t fallback) const;
};

using Filter = base::Result<base::Json> (*)(const Call&);

// Null: there is none of this name.
Filter find_filter(std::string_view name);
Filter find_text_filter(std::string_view name);
Filter find_list_filter(std::string_view name);
Filter find_number_filter(std::string_view name);

// Error: no such filter.
base::Result<base::Json> apply_filter(std::string_view name, const Call& call);
// Error: no such test, or the value is nothing that it could be asked of.
base::Result<bool> apply_test(std::string_view name, const Call& call);

}  // namespace config::templates
