#pragma once
// Guard: what a ref of a guest may say (SBX E1 2 (a), E27).

#include <optional>
#include <string>
#include <string_view>

namespace sandbox::quarantine {

// Why the text of a ref is refused; nothing for 40 or 64 lower-case hexadecimal digits, not all of them 0. `digits` is
// the length of this repository's ids.
std::optional<std::string> refuse_tip(std::string_view text, size_t digits);

}  // namespace sandbox::quarantine
