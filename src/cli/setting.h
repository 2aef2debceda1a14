#pragma once
// From the command line's context to what workflows need.

#include "cli/context.h"
#include "workflow/voice.h"
#include "workflow/world.h"

namespace cli {

workflow::Setting setting_of(Context& context);

// Results to stdout, warnings to stderr; questions read one line from stdin, terminal or not (CLI 1.4). Text that came
// from a repository or a guest is made safe to print.
workflow::Voice voice();

}  // namespace cli
