#include "cli/config_show.h"

#include <fmt/format.h>

#include "base/json.h"
#include "base/unicode.h"
#include "config/schema.h"

namespace cli {

namespace {

std::string origin_words(const config::Loaded& loaded, std::string_view key) {
  const auto found = loaded.origins.find(std::string(key));
  if (found == loaded.origins.end()) return "default";
  return base::sanitise_line(fmt::format("{}:{}", found->second.file.string(), found->second.line));
}

}  // namespace

std::string shown_as_text(const config::Loaded& loaded, ShowOrigin origin) {
  std::string text;
  for (const config::Key& key : config::keys()) {
    const base::Json value = key.access.write(loaded.config);
    text += value.is_null() ? fmt::format("# {}: unset", key.path)
                            : fmt::format("{}: {}", key.path, base::sanitise_line(base::dump_json(value)));
    if (origin == ShowOrigin::yes) text += "  # " + origin_words(loaded, key.path);
    text += "\n";
  }
  return text;
}

std::string shown_as_json(const config::Loaded& loaded, ShowOrigin origin) {
  base::Json document = base::Json::object();
  for (const config::Key& key : config::keys()) {
    const std::string name(key.path);
    base::Json value = key.access.write(loaded.config);
    if (origin == ShowOrigin::no) {
      document[name] = std::move(value);
      continue;
    }
    const auto found = loaded.origins.find(name);
    const bool given = found != loaded.origins.end();
    document[name] = {{"value", std::move(value)},
                      {"file", given ? base::Json(found->second.file.string()) : base::Json(nullptr)},
                      {"line", given ? base::Json(found->second.line) : base::Json(nullptr)}};
  }
  return base::dump_json_pretty(document);
}

}  // namespace cli
