#define refuse_tip real_refuse_tip
#include "sandbox/quarantine/tip_guard.cpp"
#undef refuse_tip

#include "weak.h"

namespace sandbox::quarantine {

std::optional<std::string> refuse_tip(std::string_view text, size_t digits) {
  if (weak::is_left_out("tip")) return std::nullopt;
  return real_refuse_tip(text, digits);
}

}  // namespace sandbox::quarantine
