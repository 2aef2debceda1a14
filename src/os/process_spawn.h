#pragma once
// The step from a Command to a running program. Private to process*.cpp.

#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "os/descriptor.h"
#include "os/process.h"

namespace os::detail {

// A Command made ready for exec: everything that needs memory is done before the child exists.
class Launch {
 public:
  // Finds the program. Errors: empty argument vector, program not found, a NUL byte in an argument.
  static base::Result<Launch> prepare(const Command& command);

  // Starts the child with these descriptors as its 0, 1 and 2 (invalid ones become /dev/null). Returns pid and pidfd.
  base::Result<std::pair<pid_t, Descriptor>> spawn(int input, int output, int errors) const;

  // exec in this process; returns only on failure.
  base::Error replace(int input, int output, int errors) const;

 private:
  explicit Launch(const Command& command) : command_(&command) {}
  const Command* command_;
  std::string program_;
  std::vector<std::string> environment_;
};

}  // namespace os::detail
