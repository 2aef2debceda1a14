#include "base/result.h"

#include <cstring>

#include "base/text.h"

namespace base {

Error Error::with(std::string context) && {
  causes.insert(causes.begin(), std::move(message));
  message = std::move(context);
  return std::move(*this);
}

std::unexpected<Error> fail(std::string message, std::string hint) {
  return std::unexpected(Error{.message = std::move(message), .hint = std::move(hint), .causes = {}});
}

std::unexpected<Error> fail_errno(std::string message, int error_number, std::string hint) {
  std::string reason = strerrordesc_np(error_number) != nullptr ? strerrordesc_np(error_number) : "unknown reason";
  return std::unexpected(Error{.message = std::move(message), .hint = std::move(hint), .causes = {std::move(reason)}});
}

std::string describe(const Error& error) {
  std::string text = "Error: " + error.message;
  if (!error.hint.empty()) text += "\n\n" + error.hint;
  if (error.causes.empty()) return text;
  text += "\n\nCaused by:";
  const bool numbered = error.causes.size() > 1;
  for (size_t i = 0; i < error.causes.size(); ++i) {
    const std::string label = numbered ? std::to_string(i) + ": " : std::string();
    const std::string continuation = "\n    " + std::string(label.size(), ' ');
    text += "\n    " + label + replace_all(error.causes[i], "\n", continuation);
  }
  return text;
}

}  // namespace base
