#include "cli/question.h"

#include <unistd.h>

#include "base/text.h"
#include "cli/output.h"

namespace cli {

namespace {

constexpr size_t kLongestAnswer = 4096;

}  // namespace

std::optional<std::string> read_line() {
  std::string line;
  char c = 0;
  while (line.size() < kLongestAnswer) {
    const ssize_t got = ::read(STDIN_FILENO, &c, 1);
    if (got <= 0) {
      if (line.empty()) return std::nullopt;
      break;
    }
    if (c == '\n') break;
    line += c;
  }
  return line;
}

workflow::Answer ask_yes_no(std::string_view question, std::optional<workflow::Answer> otherwise) {
  for (;;) {
    print(question);
    const auto line = read_line();
    if (!line) return workflow::Answer::end_of_input;
    const std::string word = base::to_lower(base::trim(*line));
    if (word.empty() && otherwise) return *otherwise;
    if (word == "y" || word == "yes") return workflow::Answer::yes;
    if (word == "n" || word == "no") return workflow::Answer::no;
    print("Please enter y or n\n");
  }
}

}  // namespace cli
