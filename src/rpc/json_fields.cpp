#include "rpc/json_fields.h"

#include <fmt/format.h>

namespace rpc {

Fields::Fields(const base::Json& object, std::string_view what) : object_(object), what_(what) {
  if (!object.is_object()) error_ = base::fail(fmt::format("The {} is no JSON object", what_)).error();
}

const base::Json* Fields::find(const char* name) const {
  if (!object_.is_object()) return nullptr;
  const auto found = object_.find(name);
  return found == object_.end() || found->is_null() ? nullptr : &*found;
}

void Fields::wrong(const char* name, std::string_view why) {
  if (!error_) error_ = base::fail(fmt::format("The member \"{}\" of the {} {}", name, what_, why)).error();
}

std::string Fields::checked(const base::Json& value, const char* name, size_t limit) {
  if (!value.is_string()) {
    wrong(name, "is no string");
    return {};
  }
  const auto& text = value.get_ref<const std::string&>();
  if (text.size() > limit) {
    wrong(name, fmt::format("is longer than {} bytes", limit));
    return {};
  }
  return text;
}

std::string Fields::text(const char* name, size_t limit) {
  const base::Json* value = find(name);
  if (value == nullptr) {
    wrong(name, "is missing");
    return {};
  }
  return checked(*value, name, limit);
}

std::optional<std::string> Fields::optional_text(const char* name, size_t limit) {
  const base::Json* value = find(name);
  if (value == nullptr) return std::nullopt;
  return checked(*value, name, limit);
}

bool Fields::flag(const char* name) {
  if (find(name) == nullptr) wrong(name, "is missing");
  return optional_flag(name);
}

bool Fields::optional_flag(const char* name) {
  const base::Json* value = find(name);
  if (value == nullptr) return false;
  if (!value->is_boolean()) {
    wrong(name, "is neither true nor false");
    return false;
  }
  return value->get<bool>();
}

std::optional<std::int64_t> Fields::optional_integer(const char* name, std::int64_t least, std::int64_t most) {
  const base::Json* value = find(name);
  if (value == nullptr) return std::nullopt;
  const bool too_large = value->is_number_unsigned() && value->get<std::uint64_t>() > static_cast<std::uint64_t>(most);
  if (!value->is_number_integer() || too_large || value->get<std::int64_t>() < least ||
      value->get<std::int64_t>() > most) {
    wrong(name, fmt::format("is no whole number from {} to {}", least, most));
    return std::nullopt;
  }
  return value->get<std::int64_t>();
}

std::vector<std::string> Fields::texts(const char* name, size_t count, size_t limit) {
  const base::Json* value = find(name);
  if (value == nullptr) {
    wrong(name, "is missing");
    return {};
  }
  if (!value->is_array() || value->size() > count) {
    wrong(name, fmt::format("is no list of at most {} strings", count));
    return {};
  }
  std::vector<std::string> found;
  found.reserve(value->size());
  for (const base::Json& entry : *value) found.push_back(checked(entry, name, limit));
  return found;
}

}  // namespace rpc
