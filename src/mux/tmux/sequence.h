#pragma once
// Several tmux commands for one tmux process, as an argument vector.

#include <string>
#include <string_view>
#include <vector>

namespace mux::tmux {

// tmux refuses a command line above its message size (16 KiB with everything around it).
inline constexpr size_t kSequenceLimit = 15000;  // bytes

class Sequence {
 public:
  // One more command. Arguments are taken literally: the trailing ';' that tmux would read as its own separator is
  // escaped.
  Sequence& add(const std::vector<std::string>& command);

  bool empty() const { return arguments_.empty(); }
  bool fits() const { return bytes_ <= kSequenceLimit; }
  // With a lone ";" between the commands.
  const std::vector<std::string>& arguments() const { return arguments_; }

 private:
  std::vector<std::string> arguments_;
  size_t bytes_ = 0;
};

}  // namespace mux::tmux
