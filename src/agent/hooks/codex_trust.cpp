#include "agent/hooks/codex_trust.h"

#include <fmt/format.h>

#include <algorithm>

#include "agent/hooks/groups.h"
#include "agent/hooks/kinds.h"
#include "agent/hooks/target_file.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"
#include "os/process.h"
#include "os/socket.h"

namespace agent::hooks {

namespace {

constexpr size_t kAnswerLimit = 4U << 20;

// One conversation with the app server: a JSON object a line, answers carry the number of their question.
class AppServer {
 public:
  AppServer(os::Child child, std::chrono::milliseconds limit) : child_(std::move(child)), end_(base::now() + limit) {}

  base::Result<> tell(const base::Json& message) {
    return os::write_all(child_.standard_input(), base::dump_json(message) + "\n", left());
  }

  // The "result" of the answer; everything else that arrives meanwhile is left out.
  base::Result<base::Json> ask(const char* method, base::Json parameters) {
    const std::int64_t number = ++questions_;
    TRY(tell({{"id", number}, {"method", method}, {"params", std::move(parameters)}}));
    for (;;) {
      const std::string line = TRY(next_line());
      const auto answer = base::parse_json(line);
      if (!answer || base::integer_member(*answer, "id", -1) != number || answer->contains("method")) continue;
      if (!answer->contains("result")) return base::fail(fmt::format("Codex refused '{}'", method));
      return (*answer)["result"];
    }
  }

 private:
  std::chrono::milliseconds left() const {
    const auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(end_ - base::now());
    return std::max(rest, std::chrono::milliseconds(0));
  }

  base::Result<std::string> next_line() {
    for (;;) {
      if (const size_t newline = unread_.find('\n'); newline != std::string::npos) {
        std::string line = unread_.substr(0, newline);
        unread_.erase(0, newline + 1);
        return line;
      }
      if (unread_.size() > kAnswerLimit || left().count() == 0) return base::fail("Codex gave no answer");
      const std::string piece = TRY(os::read_some(child_.standard_output(), 1U << 16, left()));
      if (piece.empty()) return base::fail("Codex ended without an answer");
      unread_ += piece;
    }
  }

  os::Child child_;
  std::chrono::steady_clock::time_point end_;
  std::int64_t questions_ = 0;
  std::string unread_;
};

// The state that trusts our hooks among those listed: {key: {"trusted_hash": hash}}.
base::Json trust_of_ours(const base::Json& listed) {
  base::Json state = base::Json::object();
  const auto places = listed.find("data");
  if (places == listed.end() || !places->is_array()) return state;
  for (const base::Json& place : *places) {
    if (!place.is_object() || !place.contains("hooks") || !place["hooks"].is_array()) continue;
    for (const base::Json& hook : place["hooks"]) {
      const std::string key = base::string_member(hook, "key");
      const std::string hash = base::string_member(hook, "currentHash");
      const bool is_trusted = base::string_member(hook, "trustStatus") == "trusted";
      if (key.empty() || hash.empty() || is_trusted || !is_our_command(base::string_member(hook, "command"))) continue;
      state[key] = {{"trusted_hash", hash}};
    }
  }
  return state;
}

}  // namespace

base::Result<size_t> trust_codex_hooks(const std::filesystem::path& program, const Places& places,
                                       const std::filesystem::path& directory, std::chrono::milliseconds limit) {
  os::Command command{.arguments = {program.string(), "app-server"}};
  command.environment = places.environment;
  command.environment.set("HOME", places.home.string());
  command.environment.set("CODEX_HOME", directory_of(Agent::codex, places).string());
  command.directory = directory;
  command.stdin_stream = os::Stream::capture;
  command.stderr_stream = os::Stream::null;
  const std::string context = "Could not record with Codex that the hooks are trusted";
  AppServer server(TRY_WITH(os::start(command), context), limit);
  TRY_WITH(server.ask("initialize", {{"clientInfo", {{"name", "workmux"}, {"version", "1"}}}}), context);
  TRY_WITH(server.tell({{"method", "initialized"}}), context);
  const base::Json cwds = base::Json::array({directory.string()});
  const base::Json listed = TRY_WITH(server.ask("hooks/list", {{"cwds", cwds}}), context);
  base::Json state = trust_of_ours(listed);
  const size_t count = state.size();
  if (count == 0) return count;
  const base::Json edit = {{"keyPath", "hooks.state"}, {"value", std::move(state)}, {"mergeStrategy", "upsert"}};
  TRY_WITH(server.ask("config/batchWrite", {{"edits", base::Json::array({edit})}}), context);
  return count;
}

bool codex_was_told(const Places& places) {
  const auto text = read_target(directory_of(Agent::codex, places) / "config.toml");
  if (!text || !*text) return false;
  const std::string key = groups_file(Agent::codex, places).string() + ":";
  for (const std::string& line : base::lines(**text)) {
    if (line.starts_with("[hooks.state.") && line.contains(key)) return true;
  }
  return false;
}

}  // namespace agent::hooks
