// A repository's settings file, and the editing of it.
#include <cstdint>
#include <string_view>

#include "git/config_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)git::parse_config(text);
  (void)git::edit_config_text(text, {git::ConfigEdit::set("branch.x.workmux-base", "main"),
                                     git::ConfigEdit::remove_section("workmux.worktree.x")});
  return 0;
}
