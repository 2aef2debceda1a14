// State files: agents, worktree records.
#include <cstdint>
#include <string_view>

#include "agent/state.h"
#include "git/record.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)agent::parse_state(text);
  (void)git::parse_record(text);
  return 0;
}
