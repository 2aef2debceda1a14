#include "sandbox/quarantine/pack_guard.h"

namespace sandbox::quarantine {

std::vector<std::string> checking_call(const std::filesystem::path& pack) {
  return {"index-pack", "--stdin", "--strict", "--no-rev-index", pack.string()};
}

}  // namespace sandbox::quarantine
