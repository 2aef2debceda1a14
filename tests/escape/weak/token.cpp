#define is_same_token real_is_same_token
#include "sandbox/server/guard_token.cpp"
#undef is_same_token

#include "weak.h"

namespace sandbox::server {

bool is_same_token(std::string_view expected, std::string_view offered) {
  if (weak::is_left_out("token")) return true;
  return real_is_same_token(expected, offered);
}

}  // namespace sandbox::server
