#include "os/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <vector>

namespace os {
namespace {

TEST(Parallel, DoesEachPieceOnce) {
  std::vector<std::atomic<int>> done(1000);
  parallel_for(done.size(), [&](size_t i) { ++done[i]; });
  for (const auto& count : done) EXPECT_EQ(count, 1);
}

TEST(Parallel, NothingToDoIsNoWork) {
  parallel_for(0, [](size_t) { FAIL(); });
}

TEST(Parallel, WaitsForTheLastPiece) {
  std::atomic<int> sum = 0;
  for (int round = 0; round < 50; ++round) {
    sum = 0;
    parallel_for(3, [&](size_t i) { sum += static_cast<int>(i) + 1; });
    ASSERT_EQ(sum, 6);
  }
}

}  // namespace
}  // namespace os
