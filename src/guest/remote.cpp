#include "guest/remote.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

#include "base/text.h"
#include "os/files.h"

namespace guest {

base::Result<rpc::Client> connect(const os::Environment& environment, std::chrono::milliseconds limit) {
  const rpc::Endpoint endpoint = TRY(rpc::endpoint_from(environment));
  return rpc::Client::connect(endpoint, limit);
}

base::Result<> perform(const os::Environment& environment, const rpc::Request& request) {
  rpc::Client client = TRY(connect(environment));
  TRY(client.send(request, kSendLimit));
  bool reader_gone = false;
  while (true) {
    const rpc::Reply reply = TRY(client.receive());
    if (std::holds_alternative<rpc::Ok>(reply)) return {};
    if (const auto* error = std::get_if<rpc::ErrorReply>(&reply)) return base::fail(error->message);
    const auto* output = std::get_if<rpc::Output>(&reply);
    if (output == nullptr) return base::fail("workmux on the host gave an answer that does not belong to the request");
    // Whoever stopped reading still gets the request done, and its exit code.
    if (!reader_gone) reader_gone = !print(STDOUT_FILENO, output->message);
  }
}

bool print(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(descriptor, bytes.data(), bytes.size());
    if (count >= 0) {
      bytes.remove_prefix(static_cast<size_t>(count));
    } else if (errno == EAGAIN) {
      pollfd writable{descriptor, POLLOUT, 0};
      (void)poll(&writable, 1, -1);
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

std::string name_from_directory(const std::string& directory) {
  std::vector<std::string> parts;
  for (auto& part : base::split(directory, '/')) {
    if (!part.empty()) parts.push_back(std::move(part));
  }
  for (size_t i = parts.size(); i > 1; --i) {
    if (parts[i - 2].ends_with("__worktrees")) return parts[i - 1];
  }
  return parts.empty() ? std::string() : parts.back();
}

base::Result<std::string> name_or_here(const std::optional<std::string>& name) {
  if (name) return *name;
  const auto directory = TRY(os::current_directory());
  std::string found = name_from_directory(directory.string());
  if (found.empty()) return base::fail("This directory is in no worktree", "Name the worktree: workmux merge NAME");
  return found;
}

}  // namespace guest
