#include <algorithm>

#include "base/text.h"
#include "cli/command.h"

namespace cli {

bool Arguments::has(std::string_view option) const {
  return std::ranges::any_of(given, [&](const Given& g) { return g.option == option; });
}

std::optional<std::string> Arguments::value(std::string_view option) const {
  for (const Given& g : given) {
    if (g.option == option) return g.value;
  }
  return std::nullopt;
}

std::vector<std::string> Arguments::values(std::string_view option) const {
  std::vector<std::string> found;
  for (const Given& g : given) {
    if (g.option == option) found.push_back(g.value);
  }
  return found;
}

std::optional<std::int64_t> Arguments::number(std::string_view option) const {
  const auto text = value(option);
  return text ? base::parse_integer(*text) : std::nullopt;
}

std::optional<std::string> Arguments::positional(size_t index) const {
  return index < positionals.size() ? std::optional(positionals[index]) : std::nullopt;
}

}  // namespace cli
