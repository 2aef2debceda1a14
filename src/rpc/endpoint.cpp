#include "rpc/endpoint.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include "base/text.h"

namespace rpc {

namespace {

bool is_numeric(int family, const std::string& address) {
  unsigned char buffer[sizeof(in6_addr)];
  return inet_pton(family, address.c_str(), buffer) == 1;
}

// Words of a line of /etc/hosts, without its comment.
std::vector<std::string> hosts_words(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : line.substr(0, line.find('#'))) {
    if (c != ' ' && c != '\t' && c != '\r') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  if (!word.empty()) words.push_back(word);
  return words;
}

base::Result<std::string> required(const os::Environment& environment, const char* name) {
  auto value = environment.get_non_empty(name);
  if (!value)
    return base::fail(fmt::format("{} not set", name), "This program talks to workmux on the host, which sets it");
  return *std::move(value);
}

}  // namespace

std::string Endpoint::describe() const {
  return socket.empty() ? fmt::format("{}:{}", host, port) : socket;
}

base::Result<Endpoint> endpoint_from(const os::Environment& environment) {
  Endpoint endpoint;
  if (const auto socket = environment.get_non_empty("WM_RPC_SOCK")) {
    endpoint.socket = *socket;
  } else {
    endpoint.host = TRY(required(environment, "WM_RPC_HOST"));
    const std::string text = TRY(required(environment, "WM_RPC_PORT"));
    const auto port = base::parse_integer(text);
    if (!port || *port < 1 || *port > 65535) return base::fail(fmt::format("WM_RPC_PORT is no port: '{}'", text));
    endpoint.port = static_cast<std::uint16_t>(*port);
  }
  endpoint.token = TRY(required(environment, "WM_RPC_TOKEN"));
  return endpoint;
}

std::vector<std::string> addresses_of(std::string_view host, std::string_view hosts_file) {
  const std::string name(host);
  if (is_numeric(AF_INET, name) || is_numeric(AF_INET6, name)) return {name};
  std::vector<std::string> found;
  std::vector<std::string> found6;
  for (const std::string_view line : base::split_views(hosts_file, '\n')) {
    const auto words = hosts_words(line);
    for (size_t i = 1; i < words.size(); ++i) {
      if (!base::equals_ignoring_case(words[i], name)) continue;
      if (is_numeric(AF_INET, words[0])) found.push_back(words[0]);
      if (is_numeric(AF_INET6, words[0])) found6.push_back(words[0]);
      break;
    }
  }
  found.insert(found.end(), found6.begin(), found6.end());
  if (found.empty() && base::equals_ignoring_case(name, "localhost")) found.emplace_back("127.0.0.1");
  return found;
}

}  // namespace rpc
