#pragma once
// Unix and TCP stream sockets for small request-and-answer protocols. Addresses are numeric: no name service is asked,
// so a static program can use this.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"
#include "os/descriptor.h"

namespace os {

// Listens on a Unix socket at `path` (mode 0600, a stale socket file is replaced). Paths longer than the kernel's 108
// bytes work: the directory is opened and the name bound through it.
base::Result<Descriptor> listen_unix(const std::filesystem::path& path);
base::Result<Descriptor> connect_unix(const std::filesystem::path& path, std::chrono::milliseconds limit);

enum class Bind { present, ahead };  // ahead: also to an address that this machine does not have yet

// `address` is a numeric IPv4 or IPv6 address; port 0 lets the kernel choose.
base::Result<Descriptor> listen_tcp(const std::string& address, std::uint16_t port, Bind bind = Bind::present);
base::Result<Descriptor> connect_tcp(const std::string& address, std::uint16_t port, std::chrono::milliseconds limit);
base::Result<std::uint16_t> local_port(const Descriptor& socket);

// The next connection; an error for this one connection does not end the listener. Close-on-exec, blocking.
base::Result<Descriptor> accept_connection(const Descriptor& listener);

// Writes everything or fails; `limit` bounds the whole call. Never raises SIGPIPE.
base::Result<> write_all(const Descriptor& descriptor, std::string_view bytes, std::chrono::milliseconds limit);

// Up to `most` bytes; an empty text at the end of the stream. Fails when nothing came before `limit`.
base::Result<std::string> read_some(const Descriptor& descriptor, size_t most, std::chrono::milliseconds limit);

}  // namespace os
