#include "cli/output.h"

#include <unistd.h>

#include <cerrno>
#include <string>

#include "base/unicode.h"

namespace cli {

void print_to(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    text.remove_prefix(static_cast<size_t>(written));
  }
}

void print(std::string_view text) {
  print_to(STDOUT_FILENO, text);
}

void print_error(const base::Error& error) {
  print_to(STDERR_FILENO, base::sanitise(base::describe(error)) + "\n");
}

void warn(std::string_view text) {
  print_to(STDERR_FILENO, base::sanitise(text) + "\n");
}

}  // namespace cli
