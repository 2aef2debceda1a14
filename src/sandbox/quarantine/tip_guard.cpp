#include "sandbox/quarantine/tip_guard.h"

#include "git/refs.h"

namespace sandbox::quarantine {

std::optional<std::string> refuse_tip(std::string_view text, size_t digits) {
  if (text.starts_with("ref:")) return "is a symbolic ref, which is not taken over";
  if (!git::is_object_id(text) || text.size() != digits || text.find_first_not_of('0') == std::string_view::npos)
    return "holds no object id";
  return std::nullopt;
}

}  // namespace sandbox::quarantine
