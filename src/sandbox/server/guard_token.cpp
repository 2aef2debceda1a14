#include "sandbox/server/token.h"

namespace sandbox::server {

bool is_same_token(std::string_view expected, std::string_view offered) {
  unsigned difference = expected.size() == offered.size() && !expected.empty() ? 0 : 1;
  for (size_t i = 0; i < offered.size() && !expected.empty(); ++i) {
    difference |= static_cast<unsigned char>(offered[i]) ^ static_cast<unsigned char>(expected[i % expected.size()]);
  }
  return difference == 0;
}

}  // namespace sandbox::server
