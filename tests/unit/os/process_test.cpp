#include "os/process.h"

#include <gmock/gmock.h>

#include "os/support.h"

namespace os {
namespace {
TEST(Process, RunsAProgramAndTakesWhatItPrints) {
  Command command;
  command.arguments = {"sh", "-c", "cat; echo err >&2; exit 3"};
  command.input = "hello";
  const auto outcome = run(command);
  ASSERT_OK(outcome);
  EXPECT_EQ(outcome->output, "hello");
  EXPECT_EQ(outcome->errors, "err\n");
  EXPECT_EQ(outcome->exit_code, 3);
  EXPECT_FALSE(outcome->ok());
}
TEST(Process, AMissingProgramIsNamedWithItsReason) {
  const auto outcome = run({.arguments = {"no-such-program-xyz"}});
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().message, "Could not run 'no-such-program-xyz': No such file or directory");
}
}  // namespace
}  // namespace os
