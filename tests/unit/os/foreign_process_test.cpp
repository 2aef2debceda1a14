#include "os/foreign_process.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "os/process.h"

namespace os {
namespace {

using namespace std::chrono_literals;

TEST(ForeignProcess, TellsTheEndOfAProcess) {
  Command command;
  command.arguments = {"/bin/sh", "-c", "read line"};
  command.stdin_stream = Stream::capture;
  auto child = start(command);
  ASSERT_TRUE(child);
  EXPECT_EQ(wait_for_end(child->pid(), 0ms), false);
  child->standard_input().reset();
  EXPECT_EQ(wait_for_end(child->pid(), 10s), true);
}

TEST(ForeignProcess, NoSuchProcess) {
  EXPECT_EQ(wait_for_end(0, 0ms), std::nullopt);
  EXPECT_EQ(wait_for_end(-1, 0ms), std::nullopt);
  EXPECT_EQ(wait_for_end(0x7ffffff0, 0ms), std::nullopt);
}

}  // namespace
}  // namespace os
