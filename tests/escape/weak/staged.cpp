#define refuse_staged real_refuse_staged
#include "sandbox/quarantine/staged_guard.cpp"
#undef refuse_staged

#include "weak.h"

namespace sandbox::quarantine {

std::optional<std::string> refuse_staged(const std::vector<IndexEntry>& entries, const Gitlinks& host_gitlinks) {
  if (weak::is_left_out("staged")) return std::nullopt;
  return real_refuse_staged(entries, host_gitlinks);
}

}  // namespace sandbox::quarantine
