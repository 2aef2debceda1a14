#include "base/json.h"

#include <fmt/format.h>

namespace base {

Result<Json> parse_json(std::string_view text, JsonLimits limits) {
  if (text.size() > limits.bytes) {
    return fail(fmt::format("The JSON text is longer than {} bytes", limits.bytes));
  }
  bool too_deep = false;
  const auto check_depth = [&](int depth, Json::parse_event_t, Json&) {
    if (static_cast<size_t>(depth) >= limits.depth) too_deep = true;
    return !too_deep;
  };
  try {
    Json value = Json::parse(text, check_depth);
    if (too_deep) return fail(fmt::format("The JSON text is nested deeper than {} levels", limits.depth));
    return value;
  } catch (const Json::parse_error& error) {
    return fail(fmt::format("Not valid JSON near byte {}", error.byte));
  } catch (const Json::exception&) {
    return fail("Not valid JSON");
  }
}

std::string dump_json(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string dump_json_pretty(const Json& value) {
  return value.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string string_member(const Json& object, std::string_view name, std::string_view fallback) {
  if (!object.is_object()) return std::string(fallback);
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string(fallback);
}

std::int64_t integer_member(const Json& object, std::string_view name, std::int64_t fallback) {
  if (!object.is_object()) return fallback;
  const auto found = object.find(name);
  return found != object.end() && found->is_number_integer() ? found->get<std::int64_t>() : fallback;
}

bool boolean_member(const Json& object, std::string_view name, bool fallback) {
  if (!object.is_object()) return fallback;
  const auto found = object.find(name);
  return found != object.end() && found->is_boolean() ? found->get<bool>() : fallback;
}

}  // namespace base
