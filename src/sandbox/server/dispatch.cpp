#include "sandbox/server/dispatch.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.h"
#include "base/text.h"
#include "base/unicode.h"
#include "rpc/chunks.h"

namespace sandbox::server {

using std::chrono::milliseconds;

struct Dispatcher::Call {
  rpc::Chunks chunks;
  const Answer& answer;
  const CancelToken& cancel;
};

namespace {

constexpr milliseconds kAsLongAsItTakes{0};
// A client that stops reading must not keep a merge from ending, which holds locks.
constexpr milliseconds kPatience{30000};
// An Error and the one Output of a close are single lines.
constexpr size_t kMessageLimit = 256U << 10;

rpc::Reply error_reply(std::string_view text) {
  return rpc::ErrorReply{base::sanitise(text.substr(0, kMessageLimit))};
}

rpc::Reply error_reply(const base::Error& error) {
  std::string text = error.message;
  if (!error.hint.empty()) text += "\n" + error.hint;
  for (const std::string& cause : error.causes) text += "\n" + cause;
  return error_reply(text);
}

rpc::Reply reply_of(const base::Result<>& result) {
  return result ? rpc::Reply(rpc::Ok{}) : error_reply(result.error());
}

std::string shown(std::string_view text) {
  return base::truncate_to_width(base::sanitise_line(text.substr(0, 256)), 80);
}

rpc::Reply bad_name(std::string_view name) {
  return error_reply(
      fmt::format("'{}' is not a usable name: letters, digits and ._/+@- in the form of a branch name", shown(name)));
}

void send_chunks(std::string_view bytes, const std::function<void(std::string)>& send) {
  for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), rpc::kChunk))) {
    send(std::string(bytes.substr(0, rpc::kChunk)));
  }
}

}  // namespace

// Counts a spawn as alive from before it is judged until the host records count it.
class Dispatcher::LiveSpawn {
 public:
  explicit LiveSpawn(Dispatcher& owner) : owner_(owner) {
    const std::lock_guard lock(owner_.mutex_);
    auto& spawns = owner_.spawns_;
    while (!spawns.empty() && base::now() - spawns.front() >= std::chrono::hours(1)) spawns.pop_front();
    in_last_hour_ = static_cast<int>(spawns.size()) + owner_.starting_;
    others_starting_ = owner_.starting_++;
  }
  ~LiveSpawn() {
    const std::lock_guard lock(owner_.mutex_);
    --owner_.starting_;
    if (counts_) owner_.spawns_.push_back(base::now());
  }
  LiveSpawn(const LiveSpawn&) = delete;
  LiveSpawn& operator=(const LiveSpawn&) = delete;

  int in_last_hour() const { return in_last_hour_; }
  int others_starting() const { return others_starting_; }
  void count() { counts_ = true; }

 private:
  Dispatcher& owner_;
  int in_last_hour_ = 0;
  int others_starting_ = 0;
  bool counts_ = false;
};

void Dispatcher::handle(const rpc::Request& request, rpc::Chunks chunks, const Answer& answer,
                        const CancelToken& cancel) {
  const Call call{chunks, answer, cancel};
  const rpc::Reply last = std::visit([&](const auto& r) { return handle(r, call); }, request);
  answer(last, kPatience);
}

std::optional<rpc::Reply> Dispatcher::refusal(const Decision& decision, const Call& call) {
  if (decision.kind == Decision::Kind::allow) return std::nullopt;
  if (decision.kind == Decision::Kind::refuse) return error_reply(decision.reason);
  const auto yes = actions_.ask(decision.reason, call.cancel);
  if (!yes) {
    return error_reply(
        fmt::format("To {} needs a yes from the user, and nobody can be asked on the host", decision.reason));
  }
  if (!*yes) return error_reply(fmt::format("The user did not allow to {}", decision.reason));
  return std::nullopt;
}

rpc::Reply Dispatcher::handle(const rpc::Heartbeat& request, const Call&) {
  if (!request.version) return rpc::Ok{};
  return rpc::Ok{std::min(*request.version, rpc::kVersion)};
}

rpc::Reply Dispatcher::handle(const rpc::SetStatus& request, const Call&) {
  const auto word = status_word(request.status);
  if (!word) return error_reply(fmt::format("Unknown status: {}", shown(request.status)));
  {
    const std::lock_guard lock(mutex_);
    const auto now = base::now();
    if (*word == last_status_ && now - last_status_at_ < options_.limits.repeated_status) return rpc::Ok{};
    last_status_ = *word;
    last_status_at_ = now;
  }
  return reply_of(actions_.set_status(*word));
}

rpc::Reply Dispatcher::handle(const rpc::SetTitle& request, const Call&) {
  const std::string title = clean_title(request.title);
  if (title.empty()) return error_reply("The title has no visible characters");
  return reply_of(actions_.set_title(title));
}

rpc::Reply Dispatcher::handle(const rpc::SpawnAgent& request, const Call& call) {
  if (request.branch_name && !is_safe_name(*request.branch_name)) return bad_name(*request.branch_name);
  if (request.prompt.contains('\0')) return error_reply("The prompt holds a zero byte");
  rpc::SpawnAgent checked = request;
  LiveSpawn live(*this);
  Family family = actions_.family();
  family.live += live.others_starting();
  // Opening what exists is only for what this sandbox made: any other worktree is the user's, maybe without a sandbox.
  const bool own = checked.branch_name && find_relative(family, *checked.branch_name) != nullptr;
  checked.open_if_exists = checked.open_if_exists && own;
  const Decision decision = judge_spawn(checked, family, options_.policy, options_.depth, live.in_last_hour());
  if (auto reply = refusal(decision, call)) return *std::move(reply);
  live.count();
  return reply_of(actions_.spawn(checked, [](std::string_view) {}, call.cancel));
}

rpc::Reply Dispatcher::handle(const rpc::Exec& request, const Call& call) {
  if (!may_execute(request.command, options_.host_commands)) return rpc::ExecExit{127};
  if (std::ranges::any_of(request.arguments, [](const std::string& a) { return a.contains('\0'); })) {
    call.answer(rpc::ExecError{"host-exec spawn failed: an argument holds a zero byte\n"}, kAsLongAsItTakes);
    return rpc::ExecExit{126};
  }
  rpc::TextChunks output;
  rpc::TextChunks errors;
  const bool text = call.chunks == rpc::Chunks::text;
  const auto send_output = [&](std::string data) {
    if (!data.empty()) call.answer(rpc::ExecOutput{std::move(data)}, kAsLongAsItTakes);
  };
  const auto send_errors = [&](std::string data) {
    if (!data.empty()) call.answer(rpc::ExecError{std::move(data)}, kAsLongAsItTakes);
  };
  const ExecSinks sinks = {
      [&](std::string_view bytes) {
        send_chunks(bytes, [&](std::string part) { send_output(text ? output.feed(part) : std::move(part)); });
      },
      [&](std::string_view bytes) {
        send_chunks(bytes, [&](std::string part) { send_errors(text ? errors.feed(part) : std::move(part)); });
      }};
  const int code = actions_.execute(request, sinks, call.cancel);
  send_output(output.finish());
  send_errors(errors.finish());
  return rpc::ExecExit{code};
}

rpc::Reply Dispatcher::handle(const rpc::Merge& request, const Call& call) {
  if (!is_safe_name(request.name)) return bad_name(request.name);
  if (request.into && !is_safe_name(*request.into)) return bad_name(*request.into);
  if (request.rebase && request.squash) return error_reply("rebase and squash exclude each other");
  if (request.keep && request.cleanup) return error_reply("keep and cleanup exclude each other");
  const Family family = actions_.family();
  if (auto reply = refusal(judge_merge(request, family, options_.policy.merge), call)) return *std::move(reply);
  rpc::Merge checked = request;
  checked.into = merge_target(request, family);
  // The host finds worktrees by handle first: a branch of ours may be named like somebody else's handle.
  if (const Relative* source = find_relative(family, request.name)) checked.name = source->handle;
  checked.no_verify = true;
  checked.no_hooks = true;
  rpc::TextChunks text;
  const auto send = [&](std::string message) {
    if (!message.empty()) call.answer(rpc::Output{std::move(message)}, kPatience);
  };
  const Sink sink = [&](std::string_view bytes) {
    send_chunks(bytes, [&](const std::string& part) { send(text.feed(part)); });
  };
  const auto result = actions_.merge(checked, sink, call.cancel);
  send(text.finish());
  return reply_of(result);
}

rpc::Reply Dispatcher::handle(const rpc::Close& request, const Call& call) {
  if (!is_safe_name(request.name)) return bad_name(request.name);
  const Family family = actions_.family();
  if (auto reply = refusal(judge_close(request, family, options_.policy.close), call)) return *std::move(reply);
  rpc::Close checked = request;
  if (const Relative* source = find_relative(family, request.name)) checked.name = source->handle;
  std::string collected;
  const Sink sink = [&](std::string_view bytes) {
    collected += bytes.substr(0, kMessageLimit - std::min(kMessageLimit, collected.size()));
  };
  const auto result = actions_.close(checked, sink, call.cancel);
  if (result && !collected.empty()) {
    rpc::TextChunks text;
    const std::string message = text.feed(collected) + text.finish();
    call.answer(rpc::Output{message}, kPatience);
  }
  return reply_of(result);
}

rpc::Reply Dispatcher::handle(const rpc::ClipboardRead& request, const Call& call) {
  if (request.mime != "image/png")
    return error_reply(fmt::format("unsupported clipboard MIME type: {}", shown(request.mime)));
  auto path = actions_.read_clipboard(call.cancel);
  if (!path) return error_reply(path.error());
  return rpc::ClipboardData{*std::move(path)};
}

}  // namespace sandbox::server
