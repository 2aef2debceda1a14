#pragma once
// The program from its words to its exit code (CLI 1).

#include <string>
#include <vector>

namespace cli {

// Runs `workmux WORDS...` and returns the exit code of CLI 1.1.
int run(const std::vector<std::string>& words);

// Says on stderr that something went wrong that nobody foresaw; returns 1.
int report_unexpected();

}  // namespace cli
