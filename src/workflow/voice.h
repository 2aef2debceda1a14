#pragma once
// How a workflow talks to the person or script that called it.

#include <functional>
#include <string_view>

namespace workflow {

enum class Answer { yes, no, end_of_input };

struct Voice {
  std::function<void(std::string_view)> say;    // one line of result, for stdout
  std::function<void(std::string_view)> warn;   // one line, for stderr
  std::function<Answer(std::string_view)> ask;  // a yes-or-no question; shows the text as it is
};

}  // namespace workflow
