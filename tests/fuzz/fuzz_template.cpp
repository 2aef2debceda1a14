// A template of a stranger: parsed and rendered within its limits.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "config/templates/template.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  const auto parsed = config::templates::Template::parse(std::string(reinterpret_cast<const char*>(data), size));
  if (!parsed) return 0;
  const base::Json variables = {
      {"base_name", "demo"}, {"num", 2}, {"list", {"a", "b"}}, {"foreach_vars", {{"lang", "go"}, {"os", "mac"}}}};
  const auto text = parsed->render(variables);
  if (text && text->size() > config::templates::kLongestOutput) std::abort();
  return 0;
}
