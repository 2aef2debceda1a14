#include "agent/hooks/declined.h"

#include "base/json.h"
#include "os/files.h"

namespace agent::hooks {

namespace {

constexpr size_t kFileLimit = 1U << 18;

base::Json read_object(const std::filesystem::path& file) {
  const auto text = os::read_file(file, kFileLimit);
  if (!text) return base::Json::object();
  auto json = base::parse_json(*text);
  return json && json->is_object() ? *std::move(json) : base::Json::object();
}

std::set<std::string> names_in(const base::Json& object, const char* member) {
  std::set<std::string> names;
  const auto list = object.find(member);
  if (list == object.end() || !list->is_array()) return names;
  for (const base::Json& name : *list) {
    if (name.is_string()) names.insert(name.get<std::string>());
  }
  return names;
}

}  // namespace

Declined load_declined(const std::filesystem::path& state) {
  const base::Json json = read_object(state / "setup.json");
  return {.hooks = names_in(json, "declined"), .skills = names_in(json, "declined_skills")};
}

base::Result<> store_declined(const std::filesystem::path& state, const Declined& declined) {
  base::Json json = read_object(state / "setup.json");
  json["declined"] = declined.hooks;
  json["declined_skills"] = declined.skills;
  TRY_WITH(os::make_directories(state), "Could not create the state directory");
  TRY_WITH(os::write_atomically(state / "setup.json", base::dump_json_pretty(json), 0600),
           "Could not store the answers of the setup");
  return {};
}

}  // namespace agent::hooks
