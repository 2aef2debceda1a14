#include "workflow/rollback.h"

#include <gtest/gtest.h>

#include <string>

namespace workflow {
namespace {

TEST(Rollback, TakesBackNewestFirst) {
  std::string order;
  {
    Rollback rollback;
    rollback.add([&] { order += "1"; });
    rollback.add([&] { order += "2"; });
  }
  EXPECT_EQ(order, "21");
}

TEST(Rollback, KeepTakesNothingBack) {
  bool undone = false;
  {
    Rollback rollback;
    rollback.add([&] { undone = true; });
    rollback.keep();
  }
  EXPECT_FALSE(undone);
}

}  // namespace
}  // namespace workflow
