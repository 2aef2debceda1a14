#include "os/beneath_copy.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "os/beneath_guard.h"
#include "os/file_detail.h"

namespace os {

namespace {

// By sharing blocks where the file system can, inside the kernel where it can, by reading and writing otherwise.
bool copy_contents(int from, int to) {
  if (::ioctl(to, FICLONE, from) == 0) return true;
  constexpr size_t kMost = 1U << 30;
  while (::copy_file_range(from, nullptr, to, nullptr, kMost, 0) > 0) {
  }
  std::string buffer(64U << 10, '\0');
  for (;;) {
    const ssize_t got = ::read(from, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return got == 0;
    if (!detail::write_fully(to, std::string_view(buffer).substr(0, static_cast<size_t>(got)))) return false;
  }
}

}  // namespace

base::Result<bool> same_contents(const Beneath& tree, std::string_view path, const Descriptor& contents) {
  const Descriptor file = TRY(tree.open_file(path));
  struct stat ours = {};
  struct stat theirs = {};
  if (::fstat(file.get(), &ours) != 0 || ::fstat(contents.get(), &theirs) != 0) return false;
  if (ours.st_size != theirs.st_size) return false;
  std::string left(64U << 10, '\0');
  std::string right(64U << 10, '\0');
  for (off_t at = 0; at < ours.st_size;) {
    const ssize_t a = ::pread(file.get(), left.data(), left.size(), at);
    const ssize_t b = ::pread(contents.get(), right.data(), right.size(), at);
    if (a <= 0 || a != b || left.compare(0, static_cast<size_t>(a), right, 0, static_cast<size_t>(b)) != 0)
      return false;
    at += a;
  }
  return true;
}

base::Result<> copy_in(const Beneath& tree, const Descriptor& contents, std::string_view path, mode_t mode) {
  const size_t slash = path.rfind('/');
  const std::string directory(slash == std::string_view::npos ? "" : path.substr(0, slash + 1));
  const std::string temporary = directory + detail::temporary_name();
  TRY(tree.create(temporary, "", 0600));
  const Descriptor file = detail::open_beneath(tree.descriptor(), temporary, O_WRONLY, BeneathResolver::components);
  const bool written = file.valid() && copy_contents(contents.get(), file.get()) && ::fchmod(file.get(), mode) == 0;
  base::Result<> done;
  if (!written) {
    done = base::fail_errno(fmt::format("Could not write '{}'", (tree.root() / path).string()), errno);
  } else {
    done = tree.rename(temporary, path);
  }
  if (!done) (void)tree.remove(temporary);
  return done;
}

}  // namespace os
