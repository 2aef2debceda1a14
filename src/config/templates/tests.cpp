#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "config/templates/filters.h"
#include "config/templates/value.h"

namespace config::templates {

using base::Json;

namespace {

using Test = base::Result<bool> (*)(const Call&);

base::Result<std::int64_t> whole_number(const Json& value) {
  if (!value.is_number_integer()) return base::fail(fmt::format("{} where a whole number is needed", kind_of(value)));
  return value.get<std::int64_t>();
}

base::Result<Json> other(const Call& call) {
  if (call.arguments.empty()) return base::fail("a test that needs something to compare with");
  return call.arguments.front();
}

base::Result<int> compared(const Call& call) {
  const auto result = order(call.input, TRY(other(call)));
  if (!result) return base::fail(fmt::format("{} has no order with that", kind_of(call.input)));
  return *result;
}

struct Entry {
  std::string_view name;
  Test test;
};

base::Result<bool> is_equal(const Call& call) {
  return equal(call.input, TRY(other(call)));
}
base::Result<bool> is_unequal(const Call& call) {
  return !equal(call.input, TRY(other(call)));
}
base::Result<bool> is_below(const Call& call) {
  return TRY(compared(call)) < 0;
}
base::Result<bool> is_above(const Call& call) {
  return TRY(compared(call)) > 0;
}

constexpr auto kTests = std::to_array<Entry>({
    {"defined", [](const Call& call) -> base::Result<bool> { return !is_undefined(call.input); }},
    {"undefined", [](const Call& call) -> base::Result<bool> { return is_undefined(call.input); }},
    {"none", [](const Call& call) -> base::Result<bool> { return call.input.is_null(); }},
    {"string", [](const Call& call) -> base::Result<bool> { return call.input.is_string(); }},
    {"number", [](const Call& call) -> base::Result<bool> { return call.input.is_number(); }},
    {"boolean", [](const Call& call) -> base::Result<bool> { return call.input.is_boolean(); }},
    {"true", [](const Call& call) -> base::Result<bool> { return call.input == Json(true); }},
    {"false", [](const Call& call) -> base::Result<bool> { return call.input == Json(false); }},
    {"mapping", [](const Call& call) -> base::Result<bool> { return call.input.is_object(); }},
    {"sequence", [](const Call& call) -> base::Result<bool> { return call.input.is_array(); }},
    {"iterable", [](const Call& call) -> base::Result<bool> { return items_of(call.input).has_value(); }},
    {"odd", [](const Call& call) -> base::Result<bool> { return TRY(whole_number(call.input)) % 2 != 0; }},
    {"even", [](const Call& call) -> base::Result<bool> { return TRY(whole_number(call.input)) % 2 == 0; }},
    {"in", [](const Call& call) -> base::Result<bool> { return contains(TRY(other(call)), call.input); }},
    {"eq", is_equal},
    {"equalto", is_equal},
    {"ne", is_unequal},
    {"lt", is_below},
    {"gt", is_above},
    {"startingwith",
     [](const Call& call) -> base::Result<bool> { return text_of(call.input).starts_with(text_of(TRY(other(call)))); }},
    {"endingwith",
     [](const Call& call) -> base::Result<bool> { return text_of(call.input).ends_with(text_of(TRY(other(call)))); }},
});

}  // namespace

base::Result<bool> apply_test(std::string_view name, const Call& call) {
  const auto* found = std::ranges::find(kTests, name, &Entry::name);
  if (found == kTests.end()) return base::fail(fmt::format("there is no test '{}'", name));
  return found->test(call);
}

}  // namespace config::templates
