#include "cli/table_text.h"

#include <algorithm>

#include "base/unicode.h"

namespace cli {

std::string table_text(const std::vector<std::vector<std::string>>& rows, size_t gap, bool pad_last) {
  std::vector<size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], base::display_width(row[i]));
  }
  std::string text;
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      const bool last = i + 1 == row.size();
      text += last && !pad_last ? row[i] : base::pad_to_width(row[i], widths[i]);
      text += last ? (pad_last ? " " : "") : std::string(gap, ' ');
    }
    text += "\n";
  }
  return text;
}

}  // namespace cli
