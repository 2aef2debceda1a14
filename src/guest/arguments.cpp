#include <algorithm>

#include "guest/command.h"

namespace guest {

bool Arguments::has(std::string_view option) const {
  return std::ranges::any_of(given, [&](const Given& g) { return g.option == option; });
}

std::optional<std::string> Arguments::value(std::string_view option) const {
  for (const Given& g : given) {
    if (g.option == option) return g.value;
  }
  return std::nullopt;
}

std::optional<std::string> Arguments::positional(size_t index) const {
  return index < positionals.size() ? std::optional(positionals[index]) : std::nullopt;
}

}  // namespace guest
