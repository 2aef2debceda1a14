#include "agent/interrupted.h"

#include <gtest/gtest.h>

#include "os/support.h"

namespace agent {
namespace {

using os::test::TemporaryDirectory;

TEST(Interrupted, are_read_as_long_as_they_are_fresh) {
  const TemporaryDirectory directory;
  ASSERT_OK(store_interrupted(directory.path(), "tmux", "/a/b", {"%1", "%2"}, 100));
  EXPECT_EQ(os::list_directory(directory / "runtime"), std::vector<std::string>{"tmux__%2Fa%2Fb.json"});
  EXPECT_EQ(load_interrupted(directory.path(), "tmux", "/a/b", 115), (std::set<std::string>{"%1", "%2"}));
  EXPECT_TRUE(load_interrupted(directory.path(), "tmux", "/a/b", 116).empty());
  EXPECT_TRUE(load_interrupted(directory.path(), "tmux", "/a/c", 100).empty());
}

TEST(Interrupted, rubbish_is_none) {
  const TemporaryDirectory directory;
  ASSERT_OK(store_interrupted(directory.path(), "tmux", "i", {}, 100));
  for (const char* text : {"", "[]", R"({"updated_ts":100})", R"({"updated_ts":100,"interrupted_pane_ids":[1,{}]})"}) {
    ASSERT_OK(os::write_atomically(directory / "runtime/tmux__i.json", text));
    EXPECT_TRUE(load_interrupted(directory.path(), "tmux", "i", 100).empty()) << text;
  }
}

}  // namespace
}  // namespace agent
