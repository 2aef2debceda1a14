#include "mux/tmux/sequence.h"

namespace mux::tmux {

Sequence& Sequence::add(const std::vector<std::string>& command) {
  if (!arguments_.empty()) {
    arguments_.emplace_back(";");
    bytes_ += 2;
  }
  for (std::string argument : command) {
    if (argument.ends_with(';')) argument.insert(argument.size() - 1, 1, '\\');
    bytes_ += argument.size() + 1;
    arguments_.push_back(std::move(argument));
  }
  return *this;
}

}  // namespace mux::tmux
