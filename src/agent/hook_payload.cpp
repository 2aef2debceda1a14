#include "agent/hook_payload.h"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>

#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"

namespace agent {

namespace {

constexpr size_t kInputLimit = 1U << 20;
constexpr base::JsonLimits kJsonLimits{.depth = 64, .bytes = kInputLimit};
constexpr std::chrono::milliseconds kFirstByte{50};
constexpr std::chrono::milliseconds kWhole{200};

// "<session>:<turn>" when the payload is that of a Codex turn (AGT 6).
std::string codex_run(const base::Json& json) {
  constexpr auto kEvents = std::to_array<std::string_view>(
      {"UserPromptSubmit", "PreToolUse", "PermissionRequest", "PostToolUse", "Stop", "Interrupt"});
  if (json.contains("agent_id") || json.contains("agent_type")) return {};
  if (std::ranges::find(kEvents, base::string_member(json, "hook_event_name")) == kEvents.end()) return {};
  const std::string transcript = base::string_member(json, "transcript_path");
  const std::string_view file = std::string_view(transcript).substr(transcript.rfind('/') + 1);
  const bool by_transcript = file.starts_with("rollout-") && file.ends_with(".jsonl");
  if (!by_transcript && !base::string_member(json, "model").starts_with("gpt-")) return {};
  const std::string session = base::string_member(json, "session_id");
  const std::string turn = base::string_member(json, "turn_id");
  const std::string_view session_id = base::trim(session);
  const std::string_view turn_id = base::trim(turn);
  if (session_id.empty() || turn_id.empty() || session_id.size() + turn_id.size() > 1024) return {};
  return fmt::format("{}:{}", session_id, turn_id);
}

// Claude's list of background tasks: any that is not said to be finished counts as running. A program that runs on,
// such as a development server, is nobody's turn.
bool has_running_task(const base::Json& json) {
  const auto tasks = json.find("background_tasks");
  if (tasks == json.end() || !tasks->is_array()) return false;
  return std::ranges::any_of(*tasks, [](const base::Json& task) {
    const std::string type = base::string_member(task, "type");
    if (type.contains("bash") || type.contains("shell")) return false;
    const std::string status = base::string_member(task, "status");
    return status != "completed" && status != "failed" && status != "killed" && status != "cancelled";
  });
}

bool is_whole(const std::string& text) {
  return base::trim(text).ends_with('}') && base::parse_json(text, kJsonLimits).has_value();
}

}  // namespace

std::string read_hook_input(int descriptor) {
  std::string text;
  if (isatty(descriptor) == 1) return text;
  const auto start = base::now();
  std::array<char, 1U << 16> buffer;
  while (text.size() < kInputLimit) {
    const auto limit = text.empty() ? kFirstByte : kWhole;
    const auto left = limit - std::chrono::duration_cast<std::chrono::milliseconds>(base::now() - start);
    if (left.count() <= 0) break;
    pollfd wanted{.fd = descriptor, .events = POLLIN, .revents = 0};
    const int ready = poll(&wanted, 1, static_cast<int>(left.count()));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) break;
    const ssize_t count = read(descriptor, buffer.data(), std::min(buffer.size(), kInputLimit - text.size()));
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (count <= 0) break;
    text.append(buffer.data(), static_cast<size_t>(count));
    if (is_whole(text)) break;
  }
  return text;
}

std::optional<HookPayload> parse_hook_payload(std::string_view text) {
  const auto json = base::parse_json(text, kJsonLimits);
  if (!json || !json->is_object()) return std::nullopt;
  return HookPayload{.event = base::string_member(*json, "hook_event_name"),
                     .session_id = base::string_member(*json, "session_id"),
                     .cwd = base::string_member(*json, "cwd"),
                     .codex_run = codex_run(*json),
                     .is_subagent = json->contains("agent_id") || json->contains("agent_type"),
                     .tasks_running = has_running_task(*json)};
}

StatusEvent effective_event(StatusEvent requested, const std::optional<HookPayload>& payload) {
  if (requested == StatusEvent::done && payload && payload->event == "Stop" && payload->tasks_running)
    return StatusEvent::working;
  return requested;
}

}  // namespace agent
