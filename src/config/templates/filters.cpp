#include "config/templates/filters.h"

#include <fmt/format.h>

#include <algorithm>

#include "config/templates/value.h"

namespace config::templates {

using base::Json;

const Json* Call::argument(size_t index, std::string_view name) const {
  if (index < arguments.size()) return &arguments[index];
  const auto found = std::ranges::find_if(named, [&](const auto& entry) { return entry.first == name; });
  return found == named.end() ? nullptr : &found->second;
}

std::string Call::text(size_t index, std::string_view name, std::string_view fallback) const {
  const Json* value = argument(index, name);
  return value == nullptr ? std::string(fallback) : text_of(*value);
}

bool Call::flag(size_t index, std::string_view name, bool fallback) const {
  const Json* value = argument(index, name);
  return value == nullptr ? fallback : is_true(*value);
}

base::Result<std::int64_t> Call::integer(size_t index, std::string_view name, std::int64_t fallback) const {
  const Json* value = argument(index, name);
  if (value == nullptr) return fallback;
  if (!value->is_number_integer()) return base::fail(fmt::format("{} where a whole number is needed", kind_of(*value)));
  return value->get<std::int64_t>();
}

Filter find_filter(std::string_view name) {
  for (const auto find : {find_text_filter, find_list_filter, find_number_filter}) {
    if (const Filter filter = find(name)) return filter;
  }
  return nullptr;
}

base::Result<Json> apply_filter(std::string_view name, const Call& call) {
  const Filter filter = find_filter(name);
  if (filter == nullptr) return base::fail(fmt::format("there is no filter '{}'", name));
  return filter(call);
}

}  // namespace config::templates
