#define acceptable_ref_name real_acceptable_ref_name
#include "sandbox/quarantine/name_guard.cpp"
#undef acceptable_ref_name

#include "weak.h"

namespace sandbox::quarantine {

bool acceptable_ref_name(std::string_view name) {
  if (weak::is_left_out("ref_name")) return true;
  return real_acceptable_ref_name(name);
}

}  // namespace sandbox::quarantine
