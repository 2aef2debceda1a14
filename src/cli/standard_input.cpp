#include "cli/standard_input.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace cli {

namespace {

constexpr size_t kMostInput = 10U << 20;

bool is_ready() {
  pollfd wanted{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
  return poll(&wanted, 1, 0) > 0 && (wanted.revents & (POLLIN | POLLHUP)) != 0;
}

}  // namespace

std::vector<Option> input_options() {
  return {
      {.name = "stdin", .help = "Wait for rows on standard input, one worktree each", .conflicts = {"no-stdin"}},
      {.name = "no-stdin", .help = "Leave standard input alone", .conflicts = {"stdin"}},
  };
}

base::Result<std::optional<std::string>> read_rows(const Arguments& arguments) {
  // With changes to move it is for the answers of --patch.
  if (arguments.has("no-stdin") || arguments.has("with-changes")) return std::nullopt;
  if (!arguments.has("stdin") && (isatty(STDIN_FILENO) == 1 || !is_ready())) return std::nullopt;
  std::string text;
  std::array<char, 1U << 16> buffer{};
  for (;;) {
    const ssize_t count = read(STDIN_FILENO, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    text.append(buffer.data(), static_cast<size_t>(count));
    if (text.size() > kMostInput) {
      return base::fail("More than 10 MiB on standard input", "Each line is a worktree; --no-stdin leaves it alone.");
    }
  }
  return text;
}

}  // namespace cli
