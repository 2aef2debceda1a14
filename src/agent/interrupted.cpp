#include "agent/interrupted.h"

#include <fmt/format.h>

#include "agent/state.h"
#include "base/json.h"
#include "os/files.h"

namespace agent {

namespace {

constexpr size_t kFileLimit = 1U << 18;

std::filesystem::path file_of(const std::filesystem::path& state, const std::string& backend,
                              const std::string& instance) {
  return state / "runtime" / fmt::format("{}__{}.json", encode_name_part(backend), encode_name_part(instance));
}

}  // namespace

std::set<std::string> load_interrupted(const std::filesystem::path& state, const std::string& backend,
                                       const std::string& instance, std::int64_t now) {
  std::set<std::string> panes;
  const auto text = os::read_file(file_of(state, backend, instance), kFileLimit);
  if (!text) return panes;
  const auto json = base::parse_json(*text);
  if (!json || !json->is_object()) return panes;
  const auto ids = json->find("interrupted_pane_ids");
  if (now - base::integer_member(*json, "updated_ts") > kInterruptedSeconds) return panes;
  if (ids == json->end() || !ids->is_array()) return panes;
  for (const base::Json& id : *ids) {
    if (id.is_string()) panes.insert(id.get<std::string>());
  }
  return panes;
}

base::Result<> store_interrupted(const std::filesystem::path& state, const std::string& backend,
                                 const std::string& instance, const std::set<std::string>& panes, std::int64_t now) {
  base::Json json = {{"interrupted_pane_ids", base::Json::array()}, {"updated_ts", now}};
  for (const std::string& pane : panes) json["interrupted_pane_ids"].push_back(pane);
  const std::filesystem::path file = file_of(state, backend, instance);
  TRY_WITH(os::make_directories(file.parent_path()), "Could not create the state directory");
  TRY_WITH(os::write_atomically(file, base::dump_json(json), 0600), "Could not store which agents are interrupted");
  return {};
}

}  // namespace agent
