#include <gtest/gtest.h>

#include "agent/hooks/kinds.h"

namespace agent::hooks {
namespace {

TEST(Extensions, AGT_W9_only_the_tool_that_asks_waits) {
  for (const Agent agent : {Agent::pi, Agent::omp}) {
    const std::string_view text = extension_text(agent);
    EXPECT_TRUE(text.contains(R"(event?.toolName === "ask" ? "waiting" : "working")")) << text;
    // An assistant's message between two tools is no question.
    EXPECT_FALSE(text.contains("message_end"));
    size_t count = 0;
    for (size_t at = text.find("\"waiting\""); at != std::string_view::npos; at = text.find("\"waiting\"", at + 1))
      ++count;
    EXPECT_EQ(count, 2U);  // the type, and that tool
  }
}

}  // namespace
}  // namespace agent::hooks
