#pragma once
// What a sandbox and its supervisor say to each other (SBX 8.2): plain data, no encoding. Programs inside existing
// images speak version 1 of it, so members are only ever added, and only optional ones.

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace rpc {

// The newest protocol that this program knows (SBX 8.5).
constexpr int kVersion = 2;

// The first line of a connection. `binary`: the client understands base64 chunks of ExecOutput and ExecError.
struct AuthHeader {
  std::string token;
  bool binary = false;
};

struct Heartbeat {
  std::optional<int> version;  // absent: version 1, which never heard of versions
};

struct SetStatus {
  std::string status;  // as it came; the host checks the word
};

struct SetTitle {
  std::string title;
};

struct SpawnAgent {
  std::string prompt;                      // may be empty
  std::optional<std::string> branch_name;  // none: the host makes a name
  bool background = false;
  // Restrictions only, so old hosts may ignore them.
  bool no_file_ops = false;
  bool no_pane_cmds = false;
  bool open_if_exists = false;
};

struct Exec {
  std::string command;
  std::vector<std::string> arguments;
};

struct Merge {
  std::string name;
  std::optional<std::string> into;
  bool rebase = false;
  bool squash = false;
  bool ignore_uncommitted = false;
  bool keep = false;
  bool cleanup = false;
  bool no_verify = false;
  bool no_hooks = false;
  bool notification = false;
};

struct Close {
  std::string name;
};

struct ClipboardRead {
  std::string mime;
};

using Request = std::variant<Heartbeat, SetStatus, SetTitle, SpawnAgent, Exec, Merge, Close, ClipboardRead>;

// The `type` of a request on the wire.
const char* type_name(const Request& request);

struct Ok {
  std::optional<int> version;  // only in the answer to a Heartbeat that named one
};

struct ErrorReply {
  std::string message;  // for the user
};

struct Output {
  std::string message;  // a chunk of combined stdout and stderr
};

struct ExecOutput {
  std::string data;  // bytes
};

struct ExecError {
  std::string data;  // bytes
};

struct ExecExit {
  int code = 0;
};

struct ClipboardData {
  std::string path;
};

using Reply = std::variant<Ok, ErrorReply, Output, ExecOutput, ExecError, ExecExit, ClipboardData>;

}  // namespace rpc
