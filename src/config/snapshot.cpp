#include "config/snapshot.h"

#include <fmt/format.h>

#include "base/digest.h"
#include "config/codec.h"
#include "config/schema.h"
#include "os/files.h"

namespace config {

namespace {

constexpr std::int64_t kVersion = 1;
constexpr size_t kLongestSnapshot = 16U << 20;
constexpr size_t kIdLength = 64;

Node node_of(const base::Json& json) {
  Node node;
  if (json.is_string()) return scalar_node(json.get<std::string>());
  if (json.is_array()) {
    node.kind = Node::Kind::sequence;
    for (const base::Json& item : json) node.items.push_back(node_of(item));
  } else if (json.is_object()) {
    node.kind = Node::Kind::map;
    for (const auto& [name, value] : json.items()) node.members.push_back({name, {}, node_of(value)});
  } else if (!json.is_null()) {
    node.kind = Node::Kind::scalar;
    node.text = json.dump();
  }
  return node;
}

std::filesystem::path file_of(const std::filesystem::path& directory, std::string_view id) {
  return directory / fmt::format("{}.json", id);
}

}  // namespace

base::Json to_json(const Config& config) {
  base::Json values = base::Json::object();
  for (const Key& key : keys()) values[std::string(key.path)] = key.access.write(config);
  return {{"version", kVersion},
          {"values", std::move(values)},
          {"derived",
           {{"agent_is_explicit", config.derived.agent_is_explicit},
            {"panes_are_default", config.derived.panes_are_default},
            {"sweep_node_modules", config.derived.sweep_node_modules}}}};
}

base::Result<Config> from_json(const base::Json& json) {
  constexpr std::string_view kUpdateHint = "Close and open the window again to make a new snapshot.";
  if (!json.is_object() || base::integer_member(json, "version") != kVersion) {
    return base::fail("The configuration snapshot has an unknown version", std::string(kUpdateHint));
  }
  const auto values = json.find("values");
  if (values == json.end() || !values->is_object()) return base::fail("The configuration snapshot has no values");
  Config config;
  Reading reading;
  for (const auto& [path, value] : values->items()) {
    const Key* key = find_key(path);
    if (key == nullptr) {
      return base::fail(fmt::format("The configuration snapshot has an unknown key '{}'", path),
                        std::string(kUpdateHint));
    }
    if (value.is_null()) continue;
    reading.enter(path);
    key->access.read(node_of(value), config, reading);
    reading.leave();
  }
  for (const Problem& problem : reading.problems) {
    return base::fail(fmt::format("The configuration snapshot is damaged: {}: {}", problem.key_path, problem.reason),
                      std::string(kUpdateHint));
  }
  const base::Json derived = json.value("derived", base::Json::object());
  config.derived.agent_is_explicit = base::boolean_member(derived, "agent_is_explicit");
  config.derived.panes_are_default = base::boolean_member(derived, "panes_are_default");
  config.derived.sweep_node_modules = base::boolean_member(derived, "sweep_node_modules");
  return config;
}

std::string snapshot_id(const Config& config) {
  return base::sha256_hex(base::dump_json(to_json(config)));
}

base::Result<std::string> write_snapshot(const std::filesystem::path& directory, const Config& config) {
  const std::string text = base::dump_json(to_json(config));
  const std::string id = base::sha256_hex(text);
  TRY(os::make_directories(directory));
  TRY_WITH(os::write_atomically(file_of(directory, id), text), "Failed to store the configuration snapshot");
  return id;
}

base::Result<Config> read_snapshot(const std::filesystem::path& directory, std::string_view id) {
  if (id.size() != kIdLength || !base::is_lower_hex(id)) return base::fail("Not the id of a configuration snapshot");
  const std::string text = TRY_WITH(os::read_file(file_of(directory, id), kLongestSnapshot),
                                    fmt::format("No configuration snapshot '{}'", id));
  if (base::sha256_hex(text) != id) {
    return base::fail(fmt::format("The configuration snapshot '{}' was changed after it was made", id),
                      "Close and open the window again to make a new one.");
  }
  return from_json(TRY(base::parse_json(text)));
}

}  // namespace config
