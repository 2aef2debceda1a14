#define refuse_move real_refuse_move
#include "sandbox/quarantine/ref_guard.cpp"
#undef refuse_move

#include "weak.h"

namespace sandbox::quarantine {

std::optional<std::string> refuse_move(const RefMove& move, const RefRights& rights) {
  if (weak::is_left_out("refs")) return std::nullopt;
  return real_refuse_move(move, rights);
}

}  // namespace sandbox::quarantine
