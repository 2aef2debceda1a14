#include <array>
#include <ranges>

#include "base/letters.h"
#include "base/text.h"
#include "base/unicode.h"
#include "config/templates/filters.h"
#include "config/templates/template.h"
#include "config/templates/value.h"

namespace config::templates {

using base::Json;

namespace {

base::Result<Json> limited(std::string text) {
  if (text.size() > kLongestOutput) return base::fail("a text that is too long");
  return Json(std::move(text));
}

base::Result<Json> upper(const Call& call) {
  return limited(base::upper_case(text_of(call.input)));
}
base::Result<Json> lower(const Call& call) {
  return limited(base::lower_case(text_of(call.input)));
}
base::Result<Json> string(const Call& call) {
  return Json(text_of(call.input));
}
base::Result<Json> slugify(const Call& call) {
  return Json(base::slug(text_of(call.input)));
}

base::Result<Json> capitalize(const Call& call) {
  std::string result;
  for (const std::string& character : base::characters(text_of(call.input))) {
    result += result.empty() ? base::upper_case(character) : base::lower_case(character);
  }
  return limited(std::move(result));
}

base::Result<Json> title(const Call& call) {
  std::string result;
  bool begins = true;
  for (const std::string& character : base::characters(text_of(call.input))) {
    result += begins ? base::upper_case(character) : base::lower_case(character);
    begins = character.size() == 1 && std::string_view(" \t\n\r-([{<").find(character) != std::string_view::npos;
  }
  return limited(std::move(result));
}

base::Result<Json> trim(const Call& call) {
  const std::string text = text_of(call.input);
  const std::string blanks = call.text(0, "chars", " \t\r\n\f\v");
  const size_t first = text.find_first_not_of(blanks);
  if (first == std::string::npos) return Json("");
  return Json(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

base::Result<Json> replace(const Call& call) {
  const std::string text = text_of(call.input);
  const std::string from = call.text(0, "old", "");
  const std::string to = call.text(1, "new", "");
  if (from.empty()) return Json(text);
  if (to.size() > from.size() && text.size() / from.size() * to.size() > kLongestOutput) {
    return base::fail("a text that is too long");
  }
  return Json(base::replace_all(text, from, to));
}

base::Result<Json> escape(const Call& call) {
  std::string text = text_of(call.input);
  static constexpr auto kEscapes = std::to_array<std::pair<std::string_view, std::string_view>>(
      {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#x27;"}});
  for (const auto& [from, to] : kEscapes) text = base::replace_all(text, from, to);
  return limited(std::move(text));
}

base::Result<Json> indent(const Call& call) {
  const std::int64_t width = TRY(call.integer(0, "width", 4));
  if (width < 0 || width > 1000) return base::fail("an indentation that is not between 0 and 1000");
  const std::string blanks(static_cast<size_t>(width), ' ');
  const std::string text = text_of(call.input);
  std::string result = call.flag(1, "first", false) ? blanks : "";
  for (size_t i = 0; i < text.size(); ++i) {
    result += text[i];
    const bool empty_line = i + 1 < text.size() && text[i + 1] == '\n' && !call.flag(2, "blank", false);
    if (text[i] == '\n' && i + 1 < text.size() && !empty_line) result += blanks;
    if (result.size() > kLongestOutput) return base::fail("a text that is too long");
  }
  return Json(std::move(result));
}

base::Result<Json> tojson(const Call& call) {
  if (is_undefined(call.input)) return base::fail("an undefined value has no JSON");
  return limited(base::dump_json(call.input));
}

struct Entry {
  std::string_view name;
  Filter filter;
};

constexpr auto kFilters = std::to_array<Entry>({{"upper", upper},
                                                {"lower", lower},
                                                {"title", title},
                                                {"capitalize", capitalize},
                                                {"trim", trim},
                                                {"replace", replace},
                                                {"string", string},
                                                {"safe", string},
                                                {"escape", escape},
                                                {"e", escape},
                                                {"indent", indent},
                                                {"tojson", tojson},
                                                {"slugify", slugify}});

}  // namespace

Filter find_text_filter(std::string_view name) {
  const auto* found = std::ranges::find(kFilters, name, &Entry::name);
  return found == kFilters.end() ? nullptr : found->filter;
}

}  // namespace config::templates
