// What tmux answers about sessions, windows and panes, with free text of strangers in it.
#include <cstdint>
#include <string_view>

#include "mux/tmux/records.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  // A mark as short as this one lets the fuzzer find records.
  (void)mux::tmux::Records("|").parse({reinterpret_cast<const char*>(data), size});
  return 0;
}
