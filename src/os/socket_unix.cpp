#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include "os/file_detail.h"
#include "os/files.h"
#include "os/random.h"
#include "os/socket.h"

namespace os {
namespace {

struct UnixAddress {
  sockaddr_un value = {};
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&value); }
};

// Nothing when `path` is longer than the kernel takes.
std::optional<UnixAddress> address_of(const std::string& path) {
  UnixAddress address;
  if (path.size() >= sizeof address.value.sun_path) return std::nullopt;
  address.value.sun_family = AF_UNIX;
  std::memcpy(address.value.sun_path, path.data(), path.size());
  return address;
}

base::Result<Descriptor> unix_socket() {
  Descriptor made(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!made.valid()) return base::fail_errno("Could not make a Unix socket", errno);
  return made;
}

// A blocking connect waits for room in the listener's queue, up to the send time limit. 0 or the errno.
int connect_within(const Descriptor& socket, const UnixAddress& address, std::chrono::milliseconds limit) {
  // A zero would mean for ever.
  const auto micros = std::chrono::microseconds(std::max(limit, std::chrono::milliseconds{1})).count();
  const timeval wait{.tv_sec = micros / 1'000'000, .tv_usec = micros % 1'000'000};
  ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
  int result = 0;
  do {
    result = ::connect(socket.get(), address.get(), sizeof address.value) == 0 ? 0 : errno;
  } while (result == EINTR);
  const timeval for_ever{};
  ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &for_ever, sizeof for_ever);
  return result == EAGAIN ? ETIMEDOUT : result;
}

// The address of an existing socket file. For a long path the file is opened, and `handle` must live as long as the
// address.
base::Result<UnixAddress> address_of_existing(const std::filesystem::path& path, Descriptor& handle) {
  if (const auto address = address_of(path.native())) return *address;
  handle.reset(::open(path.c_str(), O_PATH | O_CLOEXEC));
  if (!handle.valid()) return base::fail_errno(fmt::format("Could not connect to '{}'", path.native()), errno);
  return *address_of(fmt::format("/proc/self/fd/{}", handle.get()));
}

// A socket file that nobody listens on may be replaced; anything else may not.
base::Result<> check_stale(const std::filesystem::path& path) {
  struct stat status = {};
  if (::lstat(path.c_str(), &status) != 0) return {};
  if (!S_ISSOCK(status.st_mode)) {
    return base::fail(fmt::format("Could not listen on '{}': something that is no socket is there", path.native()));
  }
  if (!connect_unix(path, std::chrono::milliseconds{100})) return {};
  return base::fail(fmt::format("Could not listen on '{}': another process does already", path.native()));
}

}  // namespace

base::Result<Descriptor> listen_unix(const std::filesystem::path& path) {
  const auto failure = [&](int error_number) {
    return base::fail_errno(fmt::format("Could not listen on '{}'", path.native()), error_number);
  };
  TRY(check_stale(path));
  const auto parent = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  const Descriptor directory(::open(parent.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!directory.valid()) return failure(errno);
  // Bound under a short random name and renamed: a path of any length works, a stale file is replaced in one step, and
  // nobody can connect before the socket listens.
  const std::string temporary = ".wm-" + random_hex(16);
  auto address = address_of((parent / temporary).native());
  if (!address) address = address_of(fmt::format("/proc/self/fd/{}/{}", directory.get(), temporary));
  Descriptor made = TRY(unix_socket());
  // The mode of the socket is that of its file to be, so that there is no moment with a wider one.
  ::fchmod(made.get(), 0600);
  if (::bind(made.get(), address->get(), sizeof address->value) != 0) return failure(errno);
  const std::string name = path.filename().native();
  if (::listen(made.get(), SOMAXCONN) != 0 ||
      ::renameat(directory.get(), temporary.c_str(), directory.get(), name.c_str()) != 0) {
    const int error_number = errno;
    ::unlinkat(directory.get(), temporary.c_str(), 0);
    return failure(error_number);
  }
  return made;
}

base::Result<Descriptor> connect_unix(const std::filesystem::path& path, std::chrono::milliseconds limit) {
  Descriptor handle;
  const UnixAddress address = TRY(address_of_existing(path, handle));
  Descriptor made = TRY(unix_socket());
  const int error_number = connect_within(made, address, limit);
  if (error_number != 0) return base::fail_errno(fmt::format("Could not connect to '{}'", path.native()), error_number);
  return made;
}

}  // namespace os
