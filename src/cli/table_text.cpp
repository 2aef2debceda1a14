#include "cli/table_text.h"

#include <algorithm>

#include "base/unicode.h"

namespace cli {

namespace {

// Colours take no room. Cells hold no other escape sequences: what comes from outside was cleaned.
size_t visible_width(std::string_view cell) {
  std::string plain;
  while (!cell.empty()) {
    const size_t begin = std::min(cell.find("\x1b["), cell.size());
    plain += cell.substr(0, begin);
    cell.remove_prefix(begin);
    if (!cell.empty()) cell.remove_prefix(std::min(cell.find('m'), cell.size() - 1) + 1);
  }
  return base::display_width(plain);
}

}  // namespace

std::string table_text(const std::vector<std::vector<std::string>>& rows, size_t gap, bool pad_last) {
  std::vector<size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], visible_width(row[i]));
  }
  std::string text;
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      const bool last = i + 1 == row.size();
      text += row[i];
      if (!last || pad_last) text.append(widths[i] - visible_width(row[i]), ' ');
      text += last ? (pad_last ? " " : "") : std::string(gap, ' ');
    }
    text += "\n";
  }
  return text;
}

}  // namespace cli
