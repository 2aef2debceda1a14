#pragma once
// Carrying out a parsed template (CLI 8.3).

#include <string>

#include "base/json.h"
#include "base/result.h"
#include "config/templates/syntax.h"

namespace config::templates {

base::Result<std::string> render(const Parsed& parsed, const base::Json& variables);

}  // namespace config::templates
