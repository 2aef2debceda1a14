#pragma once
// Random bytes from the kernel.

#include <string>

namespace os {

// `count` bytes.
std::string random_bytes(size_t count);

// `digits` lower-case hexadecimal digits: tokens and names of temporary files.
std::string random_hex(size_t digits);

}  // namespace os
