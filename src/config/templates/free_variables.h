#pragma once
// What a template expects from outside (CLI 8.3).

#include <string>
#include <vector>

#include "config/templates/syntax.h"

namespace config::templates {

// Names that are read and neither set by the template nor by a loop around the place, sorted.
std::vector<std::string> free_variables(const Block& block);

}  // namespace config::templates
