#include "cli/line_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "base/unicode.h"

namespace cli {

namespace {

constexpr size_t kAround = 3;
constexpr size_t kMostLines = 2000;  // of a text; what is behind counts as changed

struct Line {
  char sign;  // ' ', '-' or '+'
  std::string text;
};

// By the longest common subsequence.
std::vector<Line> compared(const std::vector<std::string>& old, const std::vector<std::string>& text) {
  const size_t rows = std::min(old.size(), kMostLines);
  const size_t columns = std::min(text.size(), kMostLines);
  // common[i][j]: how many lines old[i..] and text[j..] have in common.
  std::vector<std::vector<size_t>> common(rows + 1, std::vector<size_t>(columns + 1, 0));
  for (size_t i = rows; i-- > 0;) {
    for (size_t j = columns; j-- > 0;)
      common[i][j] = old[i] == text[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
  }
  std::vector<Line> lines;
  size_t i = 0;
  size_t j = 0;
  while (i < old.size() || j < text.size()) {
    const bool both = i < rows && j < columns;
    if (both && old[i] == text[j]) {
      lines.push_back({' ', old[i++]});
      ++j;
    } else if (i < old.size() && (j >= text.size() || !both || common[i + 1][j] >= common[i][j + 1])) {
      lines.push_back({'-', old[i++]});
    } else {
      lines.push_back({'+', text[j++]});
    }
  }
  return lines;
}

std::string shown(const Line& line, Colour colour) {
  const std::string text = fmt::format("{} {}", line.sign, base::sanitise_line(line.text));
  if (colour == Colour::no || line.sign == ' ') return text + "\n";
  return fmt::format("\x1b[{}m{}\x1b[0m\n", line.sign == '-' ? 31 : 32, text);
}

}  // namespace

std::string line_diff(std::string_view old, std::string_view text, Colour colour) {
  const std::vector<Line> lines = compared(base::lines(old), base::lines(text));
  std::vector<bool> near(lines.size(), false);
  for (size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].sign == ' ') continue;
    const size_t end = std::min(lines.size(), i + kAround + 1);
    for (size_t k = i > kAround ? i - kAround : 0; k < end; ++k) near[k] = true;
  }
  std::string out;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (near[i])
      out += shown(lines[i], colour);
    else if (i == 0 || near[i - 1])
      out += "  ...\n";
  }
  return out;
}

}  // namespace cli
