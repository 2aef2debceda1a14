#include <algorithm>
#include <array>

#include "base/letters.h"
#include "config/templates/filters.h"
#include "config/templates/template.h"
#include "config/templates/value.h"

namespace config::templates {

using base::Json;

namespace {

// Strings that differ by case only count as the same, unless the template says otherwise.
Json comparable(const Json& value, bool case_sensitive) {
  return value.is_string() && !case_sensitive ? Json(base::lower_case(value.get_ref<const std::string&>())) : value;
}

base::Result<Json> attribute_of(const Json& item, const Json* attribute) {
  if (attribute == nullptr) return item;
  Json value = TRY(element(item, *attribute));
  return is_undefined(value) ? Json() : value;
}

base::Result<Json> default_value(const Call& call) {
  const bool missing = is_undefined(call.input) || (call.flag(1, "boolean", false) && !is_true(call.input));
  if (!missing) return call.input;
  const Json* fallback = call.argument(0, "default_value");
  return fallback == nullptr ? Json("") : *fallback;
}

base::Result<Json> length(const Call& call) {
  return TRY(items_of(call.input)).size();
}
base::Result<Json> list(const Call& call) {
  return items_of(call.input);
}
base::Result<Json> first(const Call& call) {
  return element(TRY(items_of(call.input)), 0);
}
base::Result<Json> last(const Call& call) {
  return element(TRY(items_of(call.input)), -1);
}

base::Result<Json> join(const Call& call) {
  const std::string separator = call.text(0, "d", "");
  const Json* attribute = call.argument(1, "attribute");
  std::string text;
  bool begins = true;
  for (const Json& item : TRY(items_of(call.input))) {
    if (!begins) text += separator;
    text += text_of(TRY(attribute_of(item, attribute)));
    if (text.size() > kLongestOutput) return base::fail("a text that is too long");
    begins = false;
  }
  return Json(std::move(text));
}

base::Result<Json> sorted(const Json& items, bool case_sensitive, bool reverse, const Json* attribute) {
  std::vector<std::pair<Json, Json>> keyed;
  for (const Json& item : items) {
    keyed.emplace_back(comparable(TRY(attribute_of(item, attribute)), case_sensitive), item);
    if (!order(keyed.front().first, keyed.back().first)) return base::fail("a list of values that have no order");
  }
  std::ranges::stable_sort(keyed, [&](const auto& a, const auto& b) {
    return reverse ? order(b.first, a.first).value_or(0) < 0 : order(a.first, b.first).value_or(0) < 0;
  });
  Json result = Json::array();
  for (auto& [key, item] : keyed) result.push_back(std::move(item));
  return result;
}

base::Result<Json> sort(const Call& call) {
  return sorted(TRY(items_of(call.input)), call.flag(1, "case_sensitive", false), call.flag(0, "reverse", false),
                call.argument(2, "attribute"));
}

base::Result<Json> items(const Call& call) {
  if (!call.input.is_object()) return base::fail(std::string(kind_of(call.input)) + " has no keys");
  Json pairs = Json::array();
  for (const auto& [key, value] : call.input.items()) pairs.push_back(Json::array({key, value}));
  return pairs;
}

base::Result<Json> dictsort(const Call& call) {
  const Json by = call.text(1, "by", "key") == "value" ? 1 : 0;
  return sorted(TRY(items(call)), call.flag(0, "case_sensitive", false), call.flag(2, "reverse", false), &by);
}

base::Result<Json> unique(const Call& call) {
  const bool case_sensitive = call.flag(0, "case_sensitive", false);
  Json seen = Json::array();
  Json result = Json::array();
  size_t steps = 0;
  for (const Json& item : TRY(items_of(call.input))) {
    const Json key = comparable(item, case_sensitive);
    if (steps += seen.size(); steps > kMostSteps) return base::fail("a list that is too long");
    if (std::ranges::any_of(seen, [&](const Json& other) { return equal(other, key); })) continue;
    seen.push_back(key);
    result.push_back(item);
  }
  return result;
}

base::Result<Json> reverse(const Call& call) {
  Json list = TRY(items_of(call.input));
  std::reverse(list.begin(), list.end());
  if (!call.input.is_string()) return list;
  return join({.input = list});
}

base::Result<Json> map(const Call& call) {
  const Json* attribute = call.argument(1, "attribute");
  if (call.arguments.empty() && attribute == nullptr) return base::fail("'map' needs a filter or an attribute");
  Json result = Json::array();
  for (const Json& item : TRY(items_of(call.input))) {
    if (call.arguments.empty()) {
      result.push_back(TRY(attribute_of(item, attribute)));
      continue;
    }
    const std::string name = text_of(call.arguments.front());
    if (name == "map" || name == "select" || name == "reject") return base::fail("'map' inside of 'map'");
    result.push_back(TRY(apply_filter(
        name, {.input = item, .arguments = {call.arguments.begin() + 1, call.arguments.end()}, .named = call.named})));
  }
  return result;
}

base::Result<Json> chosen(const Call& call, bool wanted) {
  Json result = Json::array();
  for (const Json& item : TRY(items_of(call.input))) {
    const bool passes =
        call.arguments.empty()
            ? is_true(item)
            : TRY(apply_test(text_of(call.arguments.front()),
                             {.input = item, .arguments = {call.arguments.begin() + 1, call.arguments.end()}}));
    if (passes == wanted) result.push_back(item);
  }
  return result;
}

base::Result<Json> select(const Call& call) {
  return chosen(call, true);
}
base::Result<Json> reject(const Call& call) {
  return chosen(call, false);
}

base::Result<std::int64_t> part_count(const Call& call, std::string_view name) {
  const std::int64_t count = TRY(call.integer(0, name, 0));
  if (count < 1 || count > 10'000) return base::fail("a number of parts that is not between 1 and 10000");
  return count;
}

// Rows of `n` items; the last is filled up when there is something to fill it with.
base::Result<Json> batch(const Call& call) {
  const auto size = static_cast<size_t>(TRY(part_count(call, "linecount")));
  Json rows = Json::array();
  for (const Json& item : TRY(items_of(call.input))) {
    if (rows.empty() || rows.back().size() == size) rows.push_back(Json::array());
    rows.back().push_back(item);
  }
  const Json* fill = call.argument(1, "fill_with");
  while (fill != nullptr && !rows.empty() && rows.back().size() < size) rows.back().push_back(*fill);
  return rows;
}

// `n` columns of about the same length; the first ones get the items that are left over.
base::Result<Json> slice(const Call& call) {
  const auto count = static_cast<size_t>(TRY(part_count(call, "slices")));
  const Json list = TRY(items_of(call.input));
  const Json* fill = call.argument(1, "fill_with");
  Json columns = Json::array();
  size_t at = 0;
  for (size_t column = 0; column < count; ++column) {
    const bool longer = column < list.size() % count;
    Json part = Json::array();
    for (size_t i = 0; i < list.size() / count + (longer ? 1 : 0); ++i) part.push_back(list[at++]);
    if (fill != nullptr && !longer && list.size() % count != 0) part.push_back(*fill);
    columns.push_back(std::move(part));
  }
  return columns;
}

struct Entry {
  std::string_view name;
  Filter filter;
};

constexpr auto kFilters = std::to_array<Entry>({{"default", default_value},
                                                {"d", default_value},
                                                {"length", length},
                                                {"count", length},
                                                {"first", first},
                                                {"last", last},
                                                {"join", join},
                                                {"list", list},
                                                {"sort", sort},
                                                {"unique", unique},
                                                {"reverse", reverse},
                                                {"items", items},
                                                {"dictsort", dictsort},
                                                {"map", map},
                                                {"select", select},
                                                {"reject", reject},
                                                {"slice", slice},
                                                {"batch", batch}});

}  // namespace

Filter find_list_filter(std::string_view name) {
  const auto* found = std::ranges::find(kFilters, name, &Entry::name);
  return found == kFilters.end() ? nullptr : found->filter;
}

}  // namespace config::templates
