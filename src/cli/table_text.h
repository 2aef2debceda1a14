#pragma once
// Plain tables: no borders, columns as wide as their widest cell, no colour.

#include <string>
#include <vector>

namespace cli {

// `gap` blanks between columns; every cell is padded, the last column too when `pad_last`.
std::string table_text(const std::vector<std::vector<std::string>>& rows, size_t gap, bool pad_last);

}  // namespace cli
