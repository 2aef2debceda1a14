#include "os/descriptor.h"

#include <unistd.h>

#include <cerrno>

namespace os {

void Descriptor::reset(int number) {
  const int old = std::exchange(number_, number);
  if (old < 0) return;
  // Callers report an error and drop descriptors on the way: errno must survive. After EINTR Linux has closed it
  // anyway.
  const int saved = errno;
  ::close(old);
  errno = saved;
}

}  // namespace os
