#include "agent/hooks/declined.h"

#include <gtest/gtest.h>

#include "os/support.h"

namespace agent::hooks {
namespace {

using os::test::TemporaryDirectory;

TEST(Declined, are_remembered_and_other_members_stay) {
  const TemporaryDirectory directory;
  EXPECT_TRUE(load_declined(directory / "state").hooks.empty());
  ASSERT_OK(os::make_directories(directory / "state"));
  ASSERT_OK(os::write_atomically(directory / "state/setup.json", R"({"other":1,"declined":["pi",5]})"));
  Declined declined = load_declined(directory / "state");
  EXPECT_EQ(declined.hooks, std::set<std::string>{"pi"});
  declined.hooks.insert("claude");
  declined.skills.insert("claude");
  ASSERT_OK(store_declined(directory / "state", declined));
  EXPECT_EQ(load_declined(directory / "state").hooks, (std::set<std::string>{"claude", "pi"}));
  EXPECT_EQ(load_declined(directory / "state").skills, std::set<std::string>{"claude"});
  EXPECT_NE(os::read_file(directory / "state/setup.json")->find("\"other\": 1"), std::string::npos);
}

TEST(Declined, a_corrupt_file_declines_nothing) {
  const TemporaryDirectory directory;
  ASSERT_OK(os::write_atomically(directory / "setup.json", "{"));
  EXPECT_TRUE(load_declined(directory.path()).hooks.empty());
}

}  // namespace
}  // namespace agent::hooks
