#pragma once
// Segments of a template put together to blocks (CLI 8.3).

#include <string_view>
#include <vector>

#include "config/templates/lexer.h"
#include "config/templates/syntax.h"

namespace config::templates {

base::Result<Block> parse_blocks(std::string_view text, std::vector<Segment> segments);

}  // namespace config::templates
