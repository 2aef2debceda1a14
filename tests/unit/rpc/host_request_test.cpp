#include "rpc/host_request.h"

#include <gtest/gtest.h>

namespace rpc {
namespace {

HostRequest merge_request() {
  return {{"/w/app__worktrees/fix", "id1", "root1", "config1", 2},
          Merge{"fix", "main", true, false, true, false, true, true, true, true}};
}

TEST(HostRequest, IsOneLineOfJson) {
  EXPECT_EQ(
      to_json(merge_request()),
      R"({"verb":"merge","sandbox":{"worktree":"/w/app__worktrees/fix","id":"id1","root":"root1","config":"config1",)"
      R"("depth":2},"request":{"type":"Merge","name":"fix","into":"main","rebase":true,"squash":false,)"
      R"("ignore_uncommitted":true,"keep":false,"cleanup":true,"no_verify":true,"no_hooks":true,)"
      R"("notification":true}})"
      "\n");
}

TEST(HostRequest, ComesBackAsItWas) {
  HostRequest spawn{{"/w", "i", "r", "c", 0}, SpawnAgent{std::string(1U << 19, '"'), "b", true, true, false, true}};
  const auto back = host_request_from_json(to_json(spawn));
  ASSERT_TRUE(back) << base::describe(back.error());
  EXPECT_EQ(to_json(*back), to_json(spawn));
  EXPECT_STREQ(verb_of(*back), "spawn");
  const auto merge = host_request_from_json(to_json(merge_request()));
  ASSERT_TRUE(merge);
  EXPECT_EQ(merge->caller.depth, 2);
  const auto close = host_request_from_json(to_json({{"/w", "i", "r", "c", 0}, Close{"n"}}));
  ASSERT_TRUE(close);
  EXPECT_EQ(std::get<Close>(close->request).name, "n");
}

TEST(HostRequest, RefusesWhatIsNone) {
  const std::string good = to_json(merge_request());
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    return host_request_from_json(text);
  };
  EXPECT_FALSE(with("\"verb\":\"merge\"", "\"verb\":\"close\""));
  EXPECT_FALSE(with("\"verb\":\"merge\"", "\"verb\":7"));
  EXPECT_FALSE(with("\"/w/app", "\"w/app"));
  EXPECT_FALSE(with("\"depth\":2", "\"depth\":-1"));
  EXPECT_FALSE(with("\"depth\":2", "\"deep\":2"));
  EXPECT_FALSE(with("\"type\":\"Merge\"", "\"type\":\"Heartbeat\""));
  EXPECT_FALSE(with("\"request\":{", "\"request\":[], \"r\":{"));
  EXPECT_FALSE(host_request_from_json(""));
  EXPECT_FALSE(host_request_from_json("[]"));
  EXPECT_FALSE(host_request_from_json(good + "x"));
}

}  // namespace
}  // namespace rpc
