#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/text.h"
#include "config/templates/filters.h"
#include "config/templates/value.h"

namespace config::templates {

using base::Json;

namespace {

base::Result<double> real_of(const Json& value) {
  if (value.is_boolean()) return value.get<bool>() ? 1.0 : 0.0;
  if (value.is_number()) return value.get<double>();
  const std::string text(base::trim(text_of(value)));
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) {
    return base::fail(std::string(kind_of(value)) + " that is no number");
  }
  return number;
}

base::Result<Json> to_float(const Call& call) {
  return TRY(real_of(call.input));
}

base::Result<Json> to_int(const Call& call) {
  if (call.input.is_number_integer()) return call.input;
  if (const auto number = base::parse_integer(base::trim(text_of(call.input)))) return *number;
  const double real = std::trunc(TRY(real_of(call.input)));
  if (!(std::abs(real) < 9e18)) return base::fail("a number that is too large");
  return static_cast<std::int64_t>(real);
}

base::Result<Json> absolute(const Call& call) {
  if (!call.input.is_number()) return base::fail(std::string(kind_of(call.input)) + " has no absolute value");
  return order(call.input, 0) < 0 ? negated(call.input) : call.input;
}

base::Result<Json> round(const Call& call) {
  const double number = TRY(real_of(call.input));
  const std::int64_t precision = TRY(call.integer(0, "precision", 0));
  if (precision < -15 || precision > 15) return base::fail("a precision that is not between -15 and 15");
  const std::string method = call.text(1, "method", "common");
  const double scale = std::pow(10.0, static_cast<double>(precision));
  const double scaled = number * scale;
  if (method == "ceil") return std::ceil(scaled) / scale;
  if (method == "floor") return std::floor(scaled) / scale;
  if (method == "common") return std::round(scaled) / scale;
  return base::fail("rounding is 'common', 'ceil' or 'floor'");
}

struct Entry {
  std::string_view name;
  Filter filter;
};

constexpr auto kFilters =
    std::to_array<Entry>({{"int", to_int}, {"float", to_float}, {"abs", absolute}, {"round", round}});

}  // namespace

Filter find_number_filter(std::string_view name) {
  const auto* found = std::ranges::find(kFilters, name, &Entry::name);
  return found == kFilters.end() ? nullptr : found->filter;
}

}  // namespace config::templates
