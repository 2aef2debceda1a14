#include "config/reading.h"

#include <fmt/format.h>

#include "base/suggest.h"

namespace config {

namespace {
// Enough for any real file; a file made to waste our time stops costing here.
constexpr size_t kMostProblems = 100;
}  // namespace

void Reading::error(const Node& at, std::string reason) {
  if (problems.size() >= kMostProblems) {
    // An error must not be lost behind a heap of warnings.
    if (problems.back().kind == Problem::Kind::error) return;
    problems.pop_back();
  }
  problems.push_back({Problem::Kind::error, path(), std::move(reason), at.place});
}

void Reading::unknown(const Member& member, const std::vector<std::string>& known, Unknown rule) {
  if (problems.size() >= kMostProblems) return;
  const std::string nearest = base::nearest_word(member.name, known);
  const std::string hint = nearest.empty() ? "" : fmt::format(", did you mean `{}`?", nearest);
  const auto kind = rule == Unknown::warn ? Problem::Kind::warning : Problem::Kind::error;
  problems.push_back(
      {kind, path_of(member.name), fmt::format("unknown field `{}`{}", member.name, hint), member.place});
}

std::string Reading::path_of(std::string_view name) const {
  const std::string here = path();
  return here.empty() ? std::string(name) : here + "." + std::string(name);
}

std::string Reading::path() const {
  std::string path;
  for (const std::string& part : path_) path += part;
  return path;
}

}  // namespace config
