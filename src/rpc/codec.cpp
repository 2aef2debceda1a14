#include "rpc/codec.h"

#include <fmt/format.h>

#include "base/digest.h"
#include "base/json.h"
#include "base/unicode.h"
#include "rpc/json_fields.h"
#include "rpc/wire_json.h"

namespace rpc {

namespace {

using base::Json;

template <typename Message>
base::Result<Message> checked(const Fields& fields, Message message) {
  if (auto error = fields.error()) return std::unexpected(*std::move(error));
  return message;
}

base::Result<Json> parse_object(std::string_view line, size_t limit) {
  Json object = TRY(base::parse_json(line, {.depth = kMessageDepth, .bytes = limit}));
  if (!object.is_object()) return base::fail("The message is no JSON object");
  return object;
}

// --- requests ---

struct RequestMembers {
  Json& object;

  void operator()(const Heartbeat& request) const {
    if (request.version) object["v"] = *request.version;
  }
  void operator()(const SetStatus& request) const { object["status"] = request.status; }
  void operator()(const SetTitle& request) const { object["title"] = request.title; }
  void operator()(const SpawnAgent& request) const {
    object["prompt"] = request.prompt;
    object["branch_name"] = request.branch_name ? Json(*request.branch_name) : Json(nullptr);
    object["background"] = request.background;
    if (request.no_file_ops) object["no_file_ops"] = true;
    if (request.no_pane_cmds) object["no_pane_cmds"] = true;
    if (request.open_if_exists) object["open_if_exists"] = true;
  }
  void operator()(const Exec& request) const {
    object["command"] = request.command;
    object["args"] = request.arguments;
  }
  void operator()(const Merge& request) const {
    object["name"] = request.name;
    object["into"] = request.into ? Json(*request.into) : Json(nullptr);
    object["rebase"] = request.rebase;
    object["squash"] = request.squash;
    object["ignore_uncommitted"] = request.ignore_uncommitted;
    object["keep"] = request.keep;
    object["cleanup"] = request.cleanup;
    object["no_verify"] = request.no_verify;
    object["no_hooks"] = request.no_hooks;
    object["notification"] = request.notification;
  }
  void operator()(const Close& request) const { object["name"] = request.name; }
  void operator()(const ClipboardRead& request) const { object["mime"] = request.mime; }
};

SpawnAgent read_spawn(Fields& fields) {
  SpawnAgent request;
  request.prompt = fields.text("prompt", kTextLimit);
  request.branch_name = fields.optional_text("branch_name", kWordLimit);
  request.background = fields.optional_flag("background");
  request.no_file_ops = fields.optional_flag("no_file_ops");
  request.no_pane_cmds = fields.optional_flag("no_pane_cmds");
  request.open_if_exists = fields.optional_flag("open_if_exists");
  return request;
}

Merge read_merge(Fields& fields) {
  Merge request;
  request.name = fields.text("name", kWordLimit);
  request.into = fields.optional_text("into", kWordLimit);
  request.rebase = fields.flag("rebase");
  request.squash = fields.flag("squash");
  request.ignore_uncommitted = fields.flag("ignore_uncommitted");
  request.keep = fields.flag("keep");
  request.cleanup = fields.optional_flag("cleanup");
  request.no_verify = fields.flag("no_verify");
  request.no_hooks = fields.flag("no_hooks");
  request.notification = fields.flag("notification");
  return request;
}

Heartbeat read_heartbeat(Fields& fields) {
  const auto version = fields.optional_integer("v", 1, 1'000'000);
  return {version ? std::optional(static_cast<int>(*version)) : std::nullopt};
}

Exec read_exec(Fields& fields) {
  Exec request{fields.text("command", kWordLimit), fields.texts("args", kArgumentCount, kTextLimit)};
  return request;
}

// --- replies ---

// A chunk as text, or as base64 where the client understands it and the bytes need it.
void put_chunk(Json& object, const std::string& data, Chunks chunks) {
  if (chunks == Chunks::base64 && !base::is_utf8(data)) {
    object["data"] = base::base64_encode(data);
    object["enc"] = "b64";
  } else {
    object["data"] = data;
  }
}

struct ReplyMembers {
  Json& object;
  Chunks chunks;

  void operator()(const Ok& reply) const {
    object["type"] = "Ok";
    if (reply.version) object["v"] = *reply.version;
  }
  void operator()(const ErrorReply& reply) const {
    object["type"] = "Error";
    object["message"] = reply.message;
  }
  void operator()(const Output& reply) const {
    object["type"] = "Output";
    object["message"] = reply.message;
  }
  void operator()(const ExecOutput& reply) const {
    object["type"] = "ExecOutput";
    put_chunk(object, reply.data, chunks);
  }
  void operator()(const ExecError& reply) const {
    object["type"] = "ExecError";
    put_chunk(object, reply.data, chunks);
  }
  void operator()(const ExecExit& reply) const {
    object["type"] = "ExecExit";
    object["code"] = reply.code;
  }
  void operator()(const ClipboardData& reply) const {
    object["type"] = "ClipboardData";
    object["path"] = reply.path;
  }
};

base::Result<std::string> read_chunk(Fields& fields) {
  std::string data = fields.text("data", kReplyLineLimit);
  const auto encoding = fields.optional_text("enc", kWordLimit);
  if (auto error = fields.error()) return std::unexpected(*std::move(error));
  if (!encoding) return data;
  auto decoded = *encoding == "b64" ? base::base64_decode(data) : std::nullopt;
  if (!decoded) return base::fail("The member \"data\" of the reply is not encoded as its \"enc\" says");
  return *std::move(decoded);
}

base::Result<Reply> reply_of(const std::string& type, Fields& fields) {
  if (type == "Ok") {
    const auto version = fields.optional_integer("v", 1, 1'000'000);
    return checked<Reply>(fields, Ok{version ? std::optional(static_cast<int>(*version)) : std::nullopt});
  }
  if (type == "Error") return checked<Reply>(fields, ErrorReply{fields.text("message", kReplyLineLimit)});
  if (type == "Output") return checked<Reply>(fields, Output{fields.text("message", kReplyLineLimit)});
  if (type == "ExecOutput") return ExecOutput{TRY(read_chunk(fields))};
  if (type == "ExecError") return ExecError{TRY(read_chunk(fields))};
  if (type == "ExecExit") {
    const auto code = fields.optional_integer("code", INT32_MIN, INT32_MAX);
    if (!fields.error() && !code) return base::fail("The member \"code\" of the reply is missing");
    return checked<Reply>(fields, ExecExit{static_cast<int>(code.value_or(1))});
  }
  if (type == "ClipboardData") return checked<Reply>(fields, ClipboardData{fields.text("path", kWordLimit)});
  return base::fail("The type of the reply is unknown");
}

}  // namespace

Json request_to_json(const Request& request) {
  Json object = {{"type", type_name(request)}};
  std::visit(RequestMembers{object}, request);
  return object;
}

base::Result<Request> request_from_json(const Json& object) {
  Fields fields(object, "request");
  const std::string type = fields.text("type", kWordLimit);
  if (auto error = fields.error()) return std::unexpected(*std::move(error));
  if (type == "Heartbeat") return checked<Request>(fields, read_heartbeat(fields));
  if (type == "SetStatus") return checked<Request>(fields, SetStatus{fields.text("status", kWordLimit)});
  if (type == "SetTitle") return checked<Request>(fields, SetTitle{fields.text("title", kTitleLimit)});
  if (type == "SpawnAgent") return checked<Request>(fields, read_spawn(fields));
  if (type == "Exec") return checked<Request>(fields, read_exec(fields));
  if (type == "Merge") return checked<Request>(fields, read_merge(fields));
  if (type == "Close") return checked<Request>(fields, Close{fields.text("name", kWordLimit)});
  if (type == "ClipboardRead") return checked<Request>(fields, ClipboardRead{fields.text("mime", kWordLimit)});
  return base::fail("The type of the request is unknown");
}

std::string encode(const AuthHeader& header) {
  Json object = {{"token", header.token}};
  if (header.binary) object["bin"] = true;
  return base::dump_json(object) + "\n";
}

std::string encode(const Request& request) {
  return base::dump_json(request_to_json(request)) + "\n";
}

std::string encode(const Reply& reply, Chunks chunks) {
  Json object = Json::object();
  std::visit(ReplyMembers{object, chunks}, reply);
  return base::dump_json(object) + "\n";
}

base::Result<AuthHeader> decode_header(std::string_view line) {
  const Json object = TRY(parse_object(line, kLineLimit));
  Fields fields(object, "header");
  AuthHeader header{fields.text("token", kWordLimit), fields.optional_flag("bin")};
  return checked(fields, std::move(header));
}

base::Result<Request> decode_request(std::string_view line) {
  return request_from_json(TRY(parse_object(line, kLineLimit)));
}

base::Result<Reply> decode_reply(std::string_view line) {
  const Json object = TRY(parse_object(line, kReplyLineLimit));
  Fields fields(object, "reply");
  const std::string type = fields.text("type", kWordLimit);
  if (auto error = fields.error()) return std::unexpected(*std::move(error));
  return reply_of(type, fields);
}

}  // namespace rpc
