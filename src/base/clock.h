#pragma once
// Time as the state files and the tables use it.

#include <chrono>
#include <cstdint>
#include <string>

namespace base {

using Milliseconds = std::chrono::milliseconds;

// Seconds and milliseconds since 1970, from the wall clock, which may jump.
std::int64_t unix_seconds();
std::int64_t unix_milliseconds();

// For measuring and time limits: never jumps.
std::chrono::steady_clock::time_point now();

// "45s", "3m", "2h", "5d": the AGE of the tables (CLI 3.8). Negative spans count as 0.
std::string short_age(std::int64_t seconds);

}  // namespace base
