#pragma once
// Errors are values. A function that can fail returns Result<T>; TRY leaves early and TRY_WITH adds what was being
// done.

#include <expected>
#include <string>
#include <utility>
#include <vector>

namespace base {

// Why something failed, in words for a person: what failed on which object, why, and what to do next.
struct Error {
  std::string message;              // outermost first; never an exception text or an errno alone
  std::string hint;                 // the next step, one sentence; may be empty
  std::vector<std::string> causes;  // from near to far, without the message
  int exit_code = 1;                // CLI 1.1

  // The same error seen from further out: `context` becomes the message, the old message the first cause.
  Error with(std::string context) &&;
};

template <typename T = void>
using Result = std::expected<T, Error>;

// A failed Result of any type.
std::unexpected<Error> fail(std::string message, std::string hint = {});

// As fail(), with the text of an errno value as the cause.
std::unexpected<Error> fail_errno(std::string message, int error_number, std::string hint = {});

// The text that is printed for an error, without a trailing newline (CLI 1.2):
// "Error: MESSAGE", then the hint on a line of its own, then "Caused by:" with the causes, numbered when there are
// several.
std::string describe(const Error& error);

}  // namespace base

// The value of a Result, or an early return of its error.
#define TRY(expression) BASE_TRY_(expression, BASE_TRY_NAME_(try_result_, __COUNTER__), )

// As TRY, adding what was being done: TRY_WITH(read(path), fmt::format("Could not load '{}'", path)).
#define TRY_WITH(expression, context) BASE_TRY_(expression, BASE_TRY_NAME_(try_result_, __COUNTER__), .with(context))

// The counter gives each use a name of its own, so that one TRY may stand inside another.
#define BASE_TRY_NAME_(prefix, number) BASE_TRY_JOIN_(prefix, number)
#define BASE_TRY_JOIN_(prefix, number) prefix##number
#define BASE_TRY_(expression, name, context)                            \
  __extension__({                                                       \
    auto&& name = (expression);                                         \
    if (!name) return std::unexpected(std::move(name).error() context); \
    *std::move(name);                                                   \
  })
