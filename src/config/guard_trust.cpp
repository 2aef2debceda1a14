// Guard: must this project content be approved before it acts on the host (CLI 5.5)?
#include "config/guards.h"

namespace config {

bool needs_approval(const Sources& sources, ProjectTrust rule, std::string_view hash, HostExecuting host_executing) {
  if (sources.trusted.contains(std::string(hash)) || rule == ProjectTrust::always) return false;
  if (sources.tainted.contains(std::string(hash))) return true;
  return rule == ProjectTrust::prompt && host_executing == HostExecuting::yes;
}

}  // namespace config
