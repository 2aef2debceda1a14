// A configuration file of a stranger: read, merged, frozen in a snapshot and read back, edited.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "config/edit.h"
#include "config/guards.h"
#include "config/load_file.h"
#include "config/merge.h"
#include "config/snapshot.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<config::Warning> warnings;
  auto tree = config::read_config_text(text, "/f.yaml", 0, warnings);
  if (!tree) return 0;
  config::drop_global_only(*tree);
  const config::Config read = config::config_of(config::merge(config::map_node(), *tree));
  if (!read.sandbox.host_commands.empty() || !read.agents.empty()) std::abort();
  const auto back = config::from_json(config::to_json(read));
  if (!back || *back != read) std::abort();
  (void)config::set_top_level_key(text, "nerdfont", "true");
  return 0;
}
