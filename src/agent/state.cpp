#include "agent/state.h"

#include <fmt/format.h>

#include <array>

namespace agent {

namespace {

constexpr size_t kTextLimit = 64U << 10;

constexpr auto kKnownFields = std::to_array<std::string_view>(
    {"pane_key", "workdir", "status", "status_ts", "pane_title", "pane_pid", "command", "updated_ts", "window_name",
     "session_name", "boot_id", "agent_kind", "agent_pid", "agent_start", "event_ms", "gone_ts", "agent_command",
     "handle", "conversation_id"});

bool is_known_field(std::string_view name) {
  for (const std::string_view known : kKnownFields) {
    if (known == name) return true;
  }
  return false;
}

// Readers of one object's members; the first bad one is remembered.
struct Reader {
  const base::Json& object;
  std::string problem = {};

  const base::Json* find(std::string_view name) const {
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? nullptr : &*found;
  }

  std::optional<std::string> text(std::string_view name) {
    const base::Json* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (!value->is_string() || value->get_ref<const std::string&>().size() > kTextLimit) {
      problem = name;
      return std::nullopt;
    }
    return value->get<std::string>();
  }

  std::optional<std::int64_t> integer(std::string_view name) {
    const base::Json* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (!value->is_number_integer()) {
      problem = name;
      return std::nullopt;
    }
    return value->get<std::int64_t>();
  }
};

base::Json nullable(const auto& value) {
  return value ? base::Json(*value) : base::Json(nullptr);
}

}  // namespace

std::string_view status_word(Status status) {
  switch (status) {
    case Status::working:
      return "working";
    case Status::waiting:
      return "waiting";
    case Status::done:
      return "done";
  }
  return "";
}

std::optional<Status> parse_status(std::string_view word) {
  for (const Status status : {Status::working, Status::waiting, Status::done}) {
    if (status_word(status) == word) return status;
  }
  return std::nullopt;
}

std::string to_text(const AgentState& state) {
  base::Json json = base::Json::object();
  json["pane_key"] = {{"backend", state.key.backend}, {"instance", state.key.instance}, {"pane_id", state.key.pane_id}};
  json["workdir"] = state.workdir;
  json["status"] = state.status ? base::Json(status_word(*state.status)) : base::Json(nullptr);
  json["status_ts"] = nullable(state.status_ts);
  json["pane_title"] = nullable(state.pane_title);
  json["pane_pid"] = state.pane_pid;
  json["command"] = state.command;
  json["updated_ts"] = state.updated_ts;
  json["window_name"] = nullable(state.window_name);
  json["session_name"] = nullable(state.session_name);
  json["boot_id"] = nullable(state.boot_id);
  const auto put_text = [&](const char* name, const std::string& text) {
    if (!text.empty()) json[name] = text;
  };
  const auto put_number = [&](const char* name, std::int64_t number) {
    if (number != 0) json[name] = number;
  };
  put_text("agent_kind", state.agent_kind);
  put_number("agent_pid", state.agent_pid);
  put_number("agent_start", state.agent_start);
  put_number("event_ms", state.event_ms);
  put_number("gone_ts", state.gone_ts);
  put_text("agent_command", state.agent_command);
  put_text("handle", state.handle);
  put_text("conversation_id", state.conversation_id);
  for (const auto& [name, value] : state.extra.items()) json[name] = value;
  std::string text = base::dump_json_pretty(json);
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

base::Result<AgentState> parse_state(std::string_view text) {
  const base::Json json = TRY_WITH(base::parse_json(text, {.depth = 16, .bytes = 1U << 20}), "No agent state");
  if (!json.is_object()) return base::fail("No agent state: not a JSON object");
  const auto key = json.find("pane_key");
  if (key == json.end() || !key->is_object()) return base::fail("No agent state: 'pane_key' is missing");

  AgentState state;
  Reader key_reader{*key};
  state.key = {.backend = key_reader.text("backend").value_or(""),
               .instance = key_reader.text("instance").value_or(""),
               .pane_id = key_reader.text("pane_id").value_or("")};
  if (state.key.backend.empty() || state.key.instance.empty() || state.key.pane_id.empty())
    return base::fail("No agent state: 'pane_key' lacks backend, instance or pane_id");

  Reader reader{json};
  state.workdir = reader.text("workdir").value_or("");
  if (const auto word = reader.text("status")) {
    state.status = parse_status(*word);
    if (!state.status) reader.problem = "status";
  }
  state.status_ts = reader.integer("status_ts");
  state.pane_title = reader.text("pane_title");
  state.pane_pid = reader.integer("pane_pid").value_or(0);
  state.command = reader.text("command").value_or("");
  state.updated_ts = reader.integer("updated_ts").value_or(0);
  state.window_name = reader.text("window_name");
  state.session_name = reader.text("session_name");
  state.boot_id = reader.text("boot_id");
  state.agent_kind = reader.text("agent_kind").value_or("");
  state.agent_pid = reader.integer("agent_pid").value_or(0);
  state.agent_start = reader.integer("agent_start").value_or(0);
  state.event_ms = reader.integer("event_ms").value_or(0);
  state.gone_ts = reader.integer("gone_ts").value_or(0);
  state.agent_command = reader.text("agent_command").value_or("");
  state.handle = reader.text("handle").value_or("");
  state.conversation_id = reader.text("conversation_id").value_or("");
  if (!reader.problem.empty())
    return base::fail(fmt::format("No agent state: '{}' has an unexpected value", reader.problem));
  for (const auto& [name, value] : json.items()) {
    if (!is_known_field(name)) state.extra[name] = value;
  }
  return state;
}

std::string encode_name_part(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte > 0x7e || std::string_view("/\\:%").contains(c))
      encoded += fmt::format("%{:02X}", byte);
    else
      encoded += c;
  }
  return encoded;
}

std::string state_file_name(const PaneKey& key) {
  return fmt::format("{}__{}__{}.json", encode_name_part(key.backend), encode_name_part(key.instance),
                     encode_name_part(key.pane_id));
}

}  // namespace agent
