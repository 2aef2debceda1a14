#include "workflow/rows.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json.h"
#include "base/text.h"

namespace workflow {

namespace {

struct Variable {
  std::string name;
  std::vector<std::string> values;
};

// Parts between `separator`, trimmed, empty ones left out; a separator in quotes is none when quotes count.
std::vector<std::string> parts_of(std::string_view text, char separator, bool quotes) {
  std::vector<std::string> parts(1);
  char open = 0;
  for (const char c : text) {
    if (quotes && open == 0 && (c == '"' || c == '\'')) {
      open = c;
    } else if (c == open) {
      open = 0;
    }
    if (c == separator && open == 0) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  for (std::string& part : parts) part = base::trim(part);
  std::erase(parts, "");
  return parts;
}

std::string unquoted(const std::string& value) {
  const bool quoted =
      value.size() > 1 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front();
  return quoted ? value.substr(1, value.size() - 2) : value;
}

base::Result<std::vector<Variable>> variables_of(std::string_view text, std::string_view option, bool quotes) {
  std::vector<Variable> variables;
  for (const std::string& segment : parts_of(text, ';', quotes)) {
    const size_t colon = segment.find(':');
    if (colon == std::string::npos) {
      return base::fail(fmt::format("Invalid {} segment '{}'. Use the format name:value1,value2", option, segment));
    }
    Variable variable{.name = std::string(base::trim(segment.substr(0, colon))),
                      .values = parts_of(std::string_view(segment).substr(colon + 1), ',', quotes)};
    if (variable.name.empty()) {
      return base::fail(fmt::format("Invalid {} segment '{}': variable name cannot be empty", option, segment));
    }
    if (std::ranges::find(variables, variable.name, &Variable::name) != variables.end()) {
      return base::fail(fmt::format("Duplicate variable '{}' found in {} option", variable.name, option));
    }
    if (variable.values.empty()) {
      return base::fail(fmt::format("Variable '{}' must have at least one value in {}", variable.name, option));
    }
    if (quotes) std::ranges::transform(variable.values, variable.values.begin(), unquoted);
    variables.push_back(std::move(variable));
  }
  if (variables.empty()) {
    return base::fail(fmt::format("{} must include at least one variable with values", option));
  }
  return variables;
}

// The keys of a line that is a JSON object; null is empty, other values are compact JSON.
config::Row row_of(const std::string& line) {
  config::Row row = {{"input", line}};
  if (!line.starts_with('{')) return row;
  const auto object = base::parse_json(line);
  if (!object || !object->is_object()) return row;
  for (const auto& [key, value] : object->items()) {
    std::string text = value.is_string() ? value.get<std::string>() : base::dump_json(value);
    if (value.is_null()) text.clear();
    if (key == "input") {
      row.front().second = std::move(text);
    } else {
      row.emplace_back(key, std::move(text));
    }
  }
  return row;
}

}  // namespace

base::Result<std::vector<config::Row>> foreach_rows(std::string_view text) {
  const auto variables = TRY(variables_of(text, "--foreach", false));
  std::vector<config::Row> rows(variables.front().values.size());
  for (const Variable& variable : variables) {
    if (variable.values.size() != rows.size()) {
      return base::fail("All --foreach variables must have the same number of values");
    }
    for (size_t i = 0; i < rows.size(); ++i) rows[i].emplace_back(variable.name, variable.values[i]);
  }
  return rows;
}

base::Result<std::vector<config::Row>> matrix_rows(std::string_view text) {
  std::vector<config::Row> rows(1);
  for (const Variable& variable : TRY(variables_of(text, "--matrix", true))) {
    if (rows.size() * variable.values.size() > kMostRows) {
      return base::fail(fmt::format("--matrix stands for more than {} worktrees", kMostRows));
    }
    std::vector<config::Row> longer;
    for (const config::Row& row : rows) {
      for (const std::string& value : variable.values) {
        longer.push_back(row);
        longer.back().emplace_back(variable.name, value);
      }
    }
    rows = std::move(longer);
  }
  return rows;
}

std::vector<config::Row> line_rows(std::string_view text) {
  std::vector<config::Row> rows;
  for (const std::string& line : base::lines(text)) {
    const std::string trimmed(base::trim(line));
    if (!trimmed.empty()) rows.push_back(row_of(trimmed));
  }
  return rows;
}

}  // namespace workflow
