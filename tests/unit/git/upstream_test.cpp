#include "git/upstream.h"

#include <gtest/gtest.h>

#include "git/metadata.h"
#include "git/support.h"

namespace git {
namespace {

using testing::Directory;
using testing::run_git;
using testing::TestRepository;
using testing::value;

TEST(Upstream, FoundThroughTheFetchRule) {
  const TestRepository repo;
  repo.git({"branch", "feat/x"});
  const Directory place;
  run_git(place.path(), {"clone", "-q", repo.main().string(), "copy"});
  const auto copy = place.path() / "copy";
  run_git(copy, {"checkout", "-q", "-b", "mine", "origin/feat/x"});
  run_git(copy, {"checkout", "-q", "-b", "local", "--track", "main"});
  const Repository found = value(discover(copy));
  const ConfigFile config = value(read_local_config(found));
  EXPECT_EQ(list_remotes(config), (std::vector<std::string>{"origin"}));
  EXPECT_EQ(remote_url(config, "origin"), repo.main().string());
  EXPECT_EQ(upstream_of(config, "mine")->tracking_ref, "refs/remotes/origin/feat/x");
  EXPECT_EQ(upstream_of(config, "local")->tracking_ref, "refs/heads/main");
  EXPECT_FALSE(upstream_of(config, "none"));
  EXPECT_FALSE(value(upstream_is_gone(found, config, "mine")));
  repo.git({"branch", "-D", "feat/x"});
  run_git(copy, {"fetch", "-q", "--prune", "origin"});

  EXPECT_TRUE(value(upstream_is_gone(found, config, "mine")));
  EXPECT_FALSE(value(upstream_is_gone(found, config, "none")));
}

TEST(Upstream, OddFetchRules) {
  const auto config = [](const std::string& rule) {
    return value(
        parse_config("[remote \"r\"]\n\tfetch = " + rule + "\n[branch \"b\"]\n\tremote = r\n\tmerge = refs/heads/b\n"));
  };
  EXPECT_EQ(upstream_of(config("refs/heads/b:refs/remotes/r/only"), "b")->tracking_ref, "refs/remotes/r/only");
  EXPECT_EQ(upstream_of(config("+refs/heads/a*:refs/remotes/r/a*"), "b")->tracking_ref, "");
  EXPECT_EQ(upstream_of(config("refs/heads/*"), "b")->tracking_ref, "");
  EXPECT_EQ(upstream_of(config("^refs/heads/*:refs/x/*"), "b")->tracking_ref, "");
  EXPECT_EQ(upstream_of(config("+refs/*:../../evil/*"), "b")->tracking_ref, "");
}

}  // namespace
}  // namespace git
