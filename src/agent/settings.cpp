#include "agent/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "os/files.h"
#include "os/lock.h"

namespace agent {

namespace {

constexpr size_t kFileLimit = 1U << 20;
constexpr std::chrono::milliseconds kLockLimit{2000};

// The object in a file; an empty one for anything else.
base::Json read_object(const std::filesystem::path& file) {
  const auto text = os::read_file(file, kFileLimit);
  if (!text) return base::Json::object();
  auto json = base::parse_json(*text);
  return json && json->is_object() ? *std::move(json) : base::Json::object();
}

// Takes the member out of the object, so that what is left is what we do not know.
base::Json take(base::Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) return nullptr;
  base::Json value = *found;
  object.erase(found);
  return value;
}

std::string take_word(base::Json& object, const char* name, std::initializer_list<std::string_view> words) {
  const base::Json value = take(object, name);
  if (!value.is_string()) return {};
  const auto& word = value.get_ref<const std::string&>();
  return std::ranges::find(words, word) == words.end() ? std::string() : word;
}

std::optional<std::int64_t> take_integer(base::Json& object, const char* name, std::int64_t least, std::int64_t most) {
  const base::Json value = take(object, name);
  if (!value.is_number_integer()) return std::nullopt;
  const auto number = value.get<std::int64_t>();
  return number < least || number > most ? std::nullopt : std::optional(number);
}

std::optional<bool> take_boolean(base::Json& object, const char* name) {
  const base::Json value = take(object, name);
  return value.is_boolean() ? std::optional(value.get<bool>()) : std::nullopt;
}

Settings from_json(base::Json json) {
  Settings settings;
  settings.sort_mode = take_word(json, "sort_mode", {"priority", "project", "recency", "natural"});
  settings.hide_stale = take_boolean(json, "hide_stale").value_or(false);
  settings.preview_size = take_integer(json, "preview_size", 10, 90);
  settings.dashboard_scope = take_word(json, "dashboard_scope", {"all", "session"});
  settings.worktree_sort_mode = take_word(json, "worktree_sort_mode", {"natural", "age"});
  settings.sidebar_layout = take_word(json, "sidebar_layout", {"compact", "tiles"});
  settings.sidebar_group_by_session = take_boolean(json, "sidebar_group_by_session");
  settings.sidebar_width = take_integer(json, "sidebar_width", 1, 10000);
  settings.sidebar_height = take_integer(json, "sidebar_height", 1, 10000);
  settings.extra = std::move(json);
  return settings;
}

base::Json to_json(const Settings& settings) {
  base::Json json = base::Json::object();
  // Other readers of this file need the first two (AGT 5.4).
  json["sort_mode"] = settings.sort_mode;
  json["hide_stale"] = settings.hide_stale;
  const auto put_word = [&](const char* name, const std::string& word) {
    if (!word.empty()) json[name] = word;
  };
  const auto put = [&](const char* name, const auto& value) {
    if (value) json[name] = *value;
  };
  put("preview_size", settings.preview_size);
  put_word("dashboard_scope", settings.dashboard_scope);
  put_word("worktree_sort_mode", settings.worktree_sort_mode);
  put_word("sidebar_layout", settings.sidebar_layout);
  put("sidebar_group_by_session", settings.sidebar_group_by_session);
  put("sidebar_width", settings.sidebar_width);
  put("sidebar_height", settings.sidebar_height);
  for (const auto& [name, value] : settings.extra.items()) json[name] = value;
  return json;
}

Navigation navigation_from(const base::Json& json) {
  Navigation navigation;
  const std::string pane = base::string_member(json, "last_pane_id");
  if (!pane.empty()) navigation.last_pane_id = pane;
  const auto cycle = json.find("last_done_cycle");
  if (cycle == json.end() || !cycle->is_object()) return navigation;
  const auto target = cycle->find("target");
  if (target == cycle->end() || !target->is_object()) return navigation;
  DoneCycle done{.target = {.backend = base::string_member(*target, "backend"),
                            .instance = base::string_member(*target, "instance"),
                            .pane_id = base::string_member(*target, "pane_id")},
                 .head_ts = std::nullopt};
  const auto head = cycle->find("head_ts");
  if (head != cycle->end() && head->is_number_integer()) done.head_ts = head->get<std::int64_t>();
  navigation.last_done_cycle = std::move(done);
  return navigation;
}

base::Json navigation_to_json(const Navigation& navigation) {
  base::Json json = base::Json::object();
  if (navigation.last_pane_id) json["last_pane_id"] = *navigation.last_pane_id;
  if (const auto& cycle = navigation.last_done_cycle) {
    json["last_done_cycle"] = {{"target",
                                {{"backend", cycle->target.backend},
                                 {"instance", cycle->target.instance},
                                 {"pane_id", cycle->target.pane_id}}},
                               {"head_ts", cycle->head_ts ? base::Json(*cycle->head_ts) : base::Json(nullptr)}};
  }
  return json;
}

std::filesystem::path navigation_file(const std::filesystem::path& state, const std::string& backend,
                                      const std::string& instance) {
  return state / "runtime" / "navigation" /
         fmt::format("{}__{}.json", encode_name_part(backend), encode_name_part(instance));
}

base::Result<os::FileLock> lock_for(const std::filesystem::path& state, const std::filesystem::path& file) {
  TRY_WITH(os::make_directories(file.parent_path()), "Could not create the state directory");
  TRY(os::make_directories(state / "runtime" / "locks"));
  return os::FileLock::acquire(state / "runtime" / "locks" / (file.filename().string() + ".lock"), kLockLimit);
}

}  // namespace

Settings load_settings(const std::filesystem::path& state) {
  return from_json(read_object(state / "settings.json"));
}

base::Result<> update_settings(const std::filesystem::path& state, const std::function<void(Settings&)>& change) {
  const std::filesystem::path file = state / "settings.json";
  const os::FileLock lock = TRY_WITH(lock_for(state, file), "Could not lock the settings");
  Settings settings = load_settings(state);
  change(settings);
  TRY_WITH(os::write_atomically(file, base::dump_json_pretty(to_json(settings)), 0600), "Could not store the settings");
  return {};
}

Navigation load_navigation(const std::filesystem::path& state, const std::string& backend,
                           const std::string& instance) {
  return navigation_from(read_object(navigation_file(state, backend, instance)));
}

base::Result<> update_navigation(const std::filesystem::path& state, const std::string& backend,
                                 const std::string& instance, const std::function<void(Navigation&)>& change) {
  const std::filesystem::path file = navigation_file(state, backend, instance);
  const os::FileLock lock = TRY_WITH(lock_for(state, file), "Could not lock the memory of navigation");
  Navigation navigation = load_navigation(state, backend, instance);
  change(navigation);
  TRY_WITH(os::write_atomically(file, base::dump_json_pretty(navigation_to_json(navigation)), 0600),
           "Could not store the memory of navigation");
  return {};
}

}  // namespace agent
