#define clean_title real_clean_title
#include "sandbox/server/guard_title.cpp"
#undef clean_title

#include "weak.h"

namespace sandbox::server {

std::string clean_title(std::string_view title) {
  if (weak::is_left_out("title")) return std::string(title);
  return real_clean_title(title);
}

}  // namespace sandbox::server
