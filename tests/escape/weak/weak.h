#pragma once
// For the guards of this folder. Each file holds the real guard under another name and, under the guard's own name, a
// function that calls it unless the test left it out.

#include <cstdlib>
#include <string>
#include <string_view>

namespace weak {

// Whether the environment variable WORKMUX_WEAK, a comma-separated list, names `guard`.
inline bool is_left_out(std::string_view guard) {
  const char* const list = std::getenv("WORKMUX_WEAK");
  if (list == nullptr) return false;
  return ("," + std::string(list) + ",").contains("," + std::string(guard) + ",");
}

}  // namespace weak
