#include "os/random.h"

#include <sys/random.h>

#include <cerrno>
#include <cstdlib>

#include "base/digest.h"

namespace os {

std::string random_bytes(size_t count) {
  std::string bytes(count, '\0');
  size_t done = 0;
  while (done < count) {
    const ssize_t got = ::getrandom(bytes.data() + done, count - done, 0);
    if (got > 0) {
      done += static_cast<size_t>(got);
    } else if (errno != EINTR) {
      // Tokens guard what a guest may reach: going on with predictable bytes would be worse than stopping.
      std::abort();
    }
  }
  return bytes;
}

std::string random_hex(size_t digits) {
  return base::to_hex(random_bytes((digits + 1) / 2)).substr(0, digits);
}

}  // namespace os
