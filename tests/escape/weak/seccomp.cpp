#define seccomp_filter real_seccomp_filter
#include "sandbox/bubblewrap/seccomp.cpp"
#undef seccomp_filter

#include "weak.h"

namespace sandbox::bubblewrap {

namespace {

base::Result<os::Descriptor> empty_filter() {
  const Filter filter(seccomp_init(SCMP_ACT_ALLOW), seccomp_release);
  os::Descriptor file(memfd_create("weak", MFD_CLOEXEC));
  if (!filter || !file.valid() || seccomp_export_bpf(filter.get(), file.get()) != 0 ||
      lseek(file.get(), 0, SEEK_SET) != 0)
    return base::fail("Could not make an empty filter");
  return file;
}

}  // namespace

base::Result<os::Descriptor> seccomp_filter(UserNamespaces user_namespaces) {
  return weak::is_left_out("seccomp") ? empty_filter() : real_seccomp_filter(user_namespaces);
}

}  // namespace sandbox::bubblewrap
