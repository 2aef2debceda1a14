#define open_beneath real_open_beneath
#include "os/beneath_open.cpp"
#undef open_beneath

#include "weak.h"

namespace os::detail {

Descriptor open_beneath(int root, const std::string& path, int flags, BeneathResolver resolver) {
  if (weak::is_left_out("beneath")) {
    return Descriptor(::openat(root, path.c_str(), flags | O_CLOEXEC));
  }
  return real_open_beneath(root, path, flags, resolver);
}

}  // namespace os::detail
