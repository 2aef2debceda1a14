#pragma once
// From the command line to the exit code.

#include <string>
#include <vector>

#include "os/environment.h"

namespace guest {

// `words` without the program name. Prints results and errors; returns the exit code (CLI 1.1).
int run_program(const std::vector<std::string>& words, const os::Environment& environment);

}  // namespace guest
