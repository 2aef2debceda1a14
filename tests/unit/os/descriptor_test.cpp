#include "os/descriptor.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>

namespace os {
namespace {

bool is_open(int number) {
  return ::fcntl(number, F_GETFD) >= 0;
}

TEST(Descriptor, ClosesAtItsEnd) {
  int number = -1;
  {
    const Descriptor descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    number = descriptor.get();
    ASSERT_TRUE(descriptor.valid());
  }
  EXPECT_FALSE(is_open(number));
}

TEST(Descriptor, MovesItsOwnership) {
  Descriptor first(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  const int number = first.get();
  Descriptor second(std::move(first));
  EXPECT_FALSE(first.valid());  // NOLINT: the state after a move is part of the contract
  EXPECT_EQ(second.get(), number);
  second = Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  EXPECT_TRUE(second.valid());
  EXPECT_EQ(second.get() == number, is_open(number));
}

TEST(Descriptor, KeepsErrnoWhenItCloses) {
  Descriptor descriptor(987654);
  errno = ENOENT;
  descriptor.reset();
  EXPECT_EQ(errno, ENOENT);
}

}  // namespace
}  // namespace os
