#pragma once
// Guard: names of refs that come from a guest (SBX E1 2 (a), (c)).

#include <string_view>

namespace sandbox::quarantine {

// A well-formed full ref name of printable UTF-8, at most 1,000 bytes, no component longer than 250 or starting with
// "-".
bool acceptable_ref_name(std::string_view name);

}  // namespace sandbox::quarantine
