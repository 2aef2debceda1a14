#pragma once
// Templates of branch names and prompts: the Jinja language as far as CLI 8.3 lists it. A template comes from a prompt
// file or a command line and may be anything, so its length, nesting, loops and output are limited.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace config::templates {

inline constexpr size_t kLongestTemplate = 16U << 20;  // bytes
inline constexpr size_t kLongestOutput = 32U << 20;    // bytes, also of every value on the way
inline constexpr size_t kDeepestNesting = 64;          // of blocks and of brackets
inline constexpr size_t kMostSteps = 200'000;          // evaluated operations and passes of loops

struct Parsed;

class Template {
 public:
  // Errors: "REASON at line L, column C" (CLI 8.3; the caller adds "Failed to parse template syntax").
  static base::Result<Template> parse(std::string text);

  // The names that the template reads and does not set itself, sorted; of `a.b` only `a` (CLI-W8).
  const std::vector<std::string>& variables() const { return variables_; }

  // The text for these variables, an object. A variable that is missing prints as nothing. Errors as of parse.
  base::Result<std::string> render(const base::Json& variables) const;

 private:
  std::shared_ptr<const Parsed> parsed_;
  std::vector<std::string> variables_;
};

}  // namespace config::templates
