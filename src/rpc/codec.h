#pragma once
// One message = one JSON object on one line (SBX 8.1). Decoding is strict about what it knows (types, lengths, UTF-8,
// depth) and ignores members that it does not know.

#include <string>
#include <string_view>

#include "base/result.h"
#include "rpc/messages.h"

namespace rpc {

// Bytes of a request line, newline included.
constexpr size_t kLineLimit = 1U << 20;
// Bytes of a reply line: a chunk of output after escaping, or a message.
constexpr size_t kReplyLineLimit = 4U << 20;
// Bytes of a chunk of output before encoding.
constexpr size_t kChunk = 8192;

// Limits of single members, in bytes. What is longer is a bad request; that a name fits says nothing about its safety.
constexpr size_t kWordLimit = 4096;        // statuses, names, MIME types, commands
constexpr size_t kTitleLimit = 16384;      // titles
constexpr size_t kTextLimit = kLineLimit;  // prompts and single arguments
constexpr size_t kArgumentCount = 4096;    // arguments of Exec

// How chunks of ExecOutput and ExecError travel.
enum class Chunks {
  text,    // bytes that are no UTF-8 become U+FFFD (version 1)
  base64,  // bytes that are no UTF-8 with "enc":"b64", for a client that announced "bin":true
};

// Each returns a line with its newline.
std::string encode(const AuthHeader& header);
std::string encode(const Request& request);
std::string encode(const Reply& reply, Chunks chunks = Chunks::text);

// `line` without its newline. Errors say which member is missing, mistyped or too long; they hold nothing of the line's
// own text, so they are safe to log.
base::Result<AuthHeader> decode_header(std::string_view line);
base::Result<Request> decode_request(std::string_view line);
base::Result<Reply> decode_reply(std::string_view line);

}  // namespace rpc
