#include "config/templates/value.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/letters.h"
#include "config/templates/template.h"

namespace config::templates {

using base::Json;

namespace {

// A real number always shows that it is one: 2.0, not 2.
std::string text_of_real(double number) {
  std::string text = fmt::format("{}", number);
  if (std::isfinite(number) && text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

bool is_integer(const Json& value) {
  return value.is_number_integer() || value.is_boolean();
}
std::int64_t integer(const Json& value) {
  return value.is_boolean() ? (value.get<bool>() ? 1 : 0) : value.get<std::int64_t>();
}

base::Result<Json> out_of_range() {
  return base::fail("a number that is too large");
}

base::Result<Json> calculate_integers(std::string_view op, std::int64_t left, std::int64_t right) {
  std::int64_t result = 0;
  if ((op == "//" || op == "%") && right == 0) return base::fail("a division by zero");
  if ((op == "//" || op == "%") && right == -1) return op == "%" ? Json(0) : calculate_integers("-", 0, left);
  if (op == "//") {
    result = left / right - ((left % right != 0 && (left % right < 0) != (right < 0)) ? 1 : 0);
    return result;
  }
  if (op == "%") {
    result = left % right;
    return result != 0 && (result < 0) != (right < 0) ? result + right : result;
  }
  bool overflows = false;
  if (op == "+") overflows = __builtin_add_overflow(left, right, &result);
  if (op == "-") overflows = __builtin_sub_overflow(left, right, &result);
  if (op == "*") overflows = __builtin_mul_overflow(left, right, &result);
  if (overflows) return out_of_range();
  return result;
}

base::Result<Json> integer_power(std::int64_t number, std::int64_t exponent) {
  if (number == 0 || number == 1) return exponent == 0 ? 1 : number;
  if (number == -1) return exponent % 2 == 0 ? 1 : -1;
  std::int64_t result = 1;
  for (std::int64_t i = 0; i < exponent; ++i) {
    if (__builtin_mul_overflow(result, number, &result)) return out_of_range();
  }
  return result;
}

base::Result<Json> calculate_reals(std::string_view op, double left, double right) {
  if ((op == "/" || op == "//" || op == "%") && right == 0) return base::fail("a division by zero");
  if (op == "+") return left + right;
  if (op == "-") return left - right;
  if (op == "*") return left * right;
  if (op == "/") return left / right;
  if (op == "//") return std::floor(left / right);
  if (op == "%") return left - std::floor(left / right) * right;
  return std::pow(left, right);
}

base::Result<Json> joined(const Json& left, const Json& right) {
  std::string text = text_of(left) + text_of(right);
  if (text.size() > kLongestOutput) return base::fail("a text that is too long");
  return Json(std::move(text));
}

base::Result<Json> joined_lists(const Json& left, const Json& right) {
  Json list = left;
  for (const Json& item : right) list.push_back(item);
  if (list.size() > kMostSteps) return base::fail("a list that is too long");
  return list;
}

}  // namespace

bool is_true(const Json& value) {
  if (is_undefined(value) || value.is_null()) return false;
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_number()) return value.get<double>() != 0;
  if (value.is_string()) return !value.get_ref<const std::string&>().empty();
  return !value.empty();
}

std::string text_of(const Json& value) {
  if (is_undefined(value)) return {};
  if (value.is_string()) return value.get<std::string>();
  if (value.is_null()) return "none";
  if (value.is_number_float()) return text_of_real(value.get<double>());
  return base::dump_json(value);
}

std::optional<int> order(const Json& left, const Json& right) {
  const auto sign = [](const auto& a, const auto& b) { return a < b ? -1 : (b < a ? 1 : 0); };
  if (is_integer(left) && is_integer(right)) return sign(integer(left), integer(right));
  if (left.is_number() && right.is_number()) return sign(left.get<double>(), right.get<double>());
  if (left.is_string() && right.is_string()) {
    return sign(left.get_ref<const std::string&>(), right.get_ref<const std::string&>());
  }
  if (!left.is_array() || !right.is_array()) return std::nullopt;
  for (size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
    const auto part = order(left[i], right[i]);
    if (!part || *part != 0) return part;
  }
  return sign(left.size(), right.size());
}

bool equal(const Json& left, const Json& right) {
  if (is_undefined(left) || is_undefined(right)) return is_undefined(left) && is_undefined(right);
  if (left.is_boolean() != right.is_boolean()) return false;
  return left == right;
}

base::Result<bool> contains(const Json& container, const Json& part) {
  if (is_undefined(container)) return false;
  if (container.is_string()) return container.get_ref<const std::string&>().find(text_of(part)) != std::string::npos;
  if (container.is_object()) return part.is_string() && container.contains(part.get_ref<const std::string&>());
  if (!container.is_array()) return base::fail(fmt::format("nothing can be in {}", kind_of(container)));
  return std::ranges::any_of(container, [&](const Json& item) { return equal(item, part); });
}

base::Result<Json> element(const Json& container, const Json& index) {
  if (is_undefined(container)) return base::fail("a part of an undefined value");
  if (container.is_object()) {
    if (!index.is_string()) return undefined();
    const auto found = container.find(index.get_ref<const std::string&>());
    return found == container.end() ? undefined() : *found;
  }
  if (!index.is_number_integer()) return undefined();
  const Json list = TRY(items_of(container));
  auto position = index.get<std::int64_t>();
  const auto size = static_cast<std::int64_t>(list.size());
  if (position < 0) position += size;
  if (position < 0 || position >= size) return undefined();
  return list[static_cast<size_t>(position)];
}

base::Result<Json> items_of(const Json& value) {
  if (value.is_array()) return value;
  Json list = Json::array();
  if (value.is_object()) {
    for (const auto& [key, ignored] : value.items()) list.push_back(key);
  } else if (value.is_string()) {
    for (std::string& character : base::characters(value.get_ref<const std::string&>())) {
      list.push_back(std::move(character));
    }
  } else if (!is_undefined(value)) {
    return base::fail(fmt::format("{} has no items", kind_of(value)));
  }
  return list;
}

base::Result<Json> calculate(std::string_view op, const Json& left, const Json& right) {
  if (op == "~") return joined(left, right);
  if (op == "+" && left.is_string() && right.is_string()) return joined(left, right);
  if (op == "+" && left.is_array() && right.is_array()) return joined_lists(left, right);
  const bool numbers = (left.is_number() || left.is_boolean()) && (right.is_number() || right.is_boolean());
  if (!numbers) return base::fail(fmt::format("'{}' of {} and {}", op, kind_of(left), kind_of(right)));
  const bool integers = is_integer(left) && is_integer(right);
  if (integers && op == "**" && integer(right) >= 0) return integer_power(integer(left), integer(right));
  if (integers && op != "/" && op != "**") return calculate_integers(op, integer(left), integer(right));
  const auto real = [](const Json& value) {
    return value.is_boolean() ? static_cast<double>(integer(value)) : value.get<double>();
  };
  return calculate_reals(op, real(left), real(right));
}

base::Result<Json> negated(const Json& value) {
  if (value.is_number_float()) return -value.get<double>();
  return calculate("-", 0, value);
}

std::string_view kind_of(const Json& value) {
  if (is_undefined(value)) return "an undefined value";
  if (value.is_null()) return "none";
  if (value.is_boolean()) return "a boolean";
  if (value.is_number()) return "a number";
  if (value.is_string()) return "a string";
  return value.is_array() ? "a list" : "a map";
}

}  // namespace config::templates
