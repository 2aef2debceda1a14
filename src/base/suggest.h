#pragma once
// "Did you mean": the nearest of some known words.

#include <string>
#include <string_view>
#include <vector>

namespace base {

// The candidate most like `word`, when it is like enough to be a slip of the fingers; empty otherwise.
std::string nearest_word(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace base
