#pragma once
// Values of the template language (CLI 8.3): JSON values, and one that is not there.

#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace config::templates {

// What a name without a value stands for. It prints as nothing and counts as false.
inline base::Json undefined() {
  return base::Json(base::Json::value_t::discarded);
}
inline bool is_undefined(const base::Json& value) {
  return value.is_discarded();
}

bool is_true(const base::Json& value);

// As it is printed: strings as they are, lists and maps as JSON.
std::string text_of(const base::Json& value);

// Negative, zero or positive; nothing when the values have no order. Letters of strings count by their case.
std::optional<int> order(const base::Json& left, const base::Json& right);
bool equal(const base::Json& left, const base::Json& right);

// An element of a list, a character of a string, a key of a map or a part of a list; errors say which.
base::Result<bool> contains(const base::Json& container, const base::Json& part);

// container[index]; undefined when there is no such element. Error: the container is undefined.
base::Result<base::Json> element(const base::Json& container, const base::Json& index);

// The items that a loop goes over: of a list, the keys of a map, the characters of a string, none of undefined.
base::Result<base::Json> items_of(const base::Json& value);

// `left op right` for + - * / // % ** ~.
base::Result<base::Json> calculate(std::string_view op, const base::Json& left, const base::Json& right);
base::Result<base::Json> negated(const base::Json& value);

// "a string", "a list": for messages.
std::string_view kind_of(const base::Json& value);

}  // namespace config::templates
