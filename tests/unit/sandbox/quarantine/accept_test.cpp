#include "sandbox/quarantine/accept.h"

#include <gtest/gtest.h>

#include "ground.h"
#include "sandbox/quarantine/outward.h"

namespace sandbox::quarantine {
namespace {

using testing::Ground;

class QuarantineAccept : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!Ground::has_bubblewrap()) GTEST_SKIP() << "bubblewrap cannot be used here";
    ground.git(ground.repository, {"branch", "develop"});
    ground.git(ground.repository, {"tag", "v1"});
    ground.prepare();
  }
  Ground ground;
};

TEST_F(QuarantineAccept, SBX_E2_HeldRefsAreTakenOneByOne) {
  ground.in_guest(
      "git commit -q --allow-empty -m x && git update-ref refs/heads/develop HEAD && git tag -f v1 >/dev/null");
  ground.import();
  const auto list = held(ground.subject);
  ASSERT_TRUE(list.has_value());
  ASSERT_EQ(list->size(), 2U);
  ASSERT_TRUE(accept(ground.subject, "develop").has_value());
  EXPECT_EQ(ground.host({"rev-parse", "develop"}), ground.in_guest("git rev-parse develop"));
  EXPECT_EQ(held(ground.subject)->size(), 1U);
  ASSERT_TRUE(accept(ground.subject, "refs/tags/v1").has_value());
  EXPECT_EQ(ground.host({"rev-parse", "v1"}), ground.in_guest("git rev-parse v1"));
  EXPECT_TRUE(held(ground.subject)->empty());
}

TEST_F(QuarantineAccept, SBX_E2_DeletionsAndConflictsOfBothSides) {
  ground.in_guest("git branch -qD develop && git commit -q --allow-empty -m guest");
  ground.host({"commit", "-q", "--allow-empty", "-m", "host"});
  ground.import();
  ASSERT_TRUE(accept(ground.subject, "develop").has_value());
  EXPECT_EQ(ground.host({"branch", "--list", "develop"}), "");
  ASSERT_TRUE(accept(ground.subject, "feat").has_value());
  EXPECT_EQ(ground.host({"rev-parse", "feat"}), ground.in_guest("git rev-parse feat"));
}

TEST_F(QuarantineAccept, SBX_E2_HeadOnAnotherBranch) {
  ground.in_guest("git switch -q develop && git commit -q --allow-empty -m x");
  EXPECT_EQ(ground.import().held.size(), 2U);
  ASSERT_TRUE(accept(ground.subject, "develop").has_value());
  EXPECT_EQ(ground.host({"symbolic-ref", "HEAD"}), "refs/heads/develop");
  EXPECT_EQ(ground.host({"status", "--porcelain"}), "");
}

TEST_F(QuarantineAccept, SBX_E2_WhatCanNeverBeAccepted) {
  ground.in_guest(
      "git commit -q --allow-empty -m x; git update-ref refs/heads/main HEAD; git update-ref refs/replace/$(git "
      "rev-parse "
      "v1) HEAD; git update-ref refs/notes/x HEAD");
  const auto report = ground.import();
  EXPECT_EQ(report.held.size(), 3U);
  const auto main = ground.host({"rev-parse", "main"});
  EXPECT_FALSE(accept(ground.subject, "main").has_value());
  for (const auto& entry : report.held) EXPECT_FALSE(accept(ground.subject, entry.ref).has_value()) << entry.ref;
  EXPECT_EQ(ground.host({"rev-parse", "main"}), main);
  const auto unknown = accept(ground.subject, "no-such");
  ASSERT_FALSE(unknown.has_value());
  EXPECT_NE(unknown.error().hint.find("refs/heads/main"), std::string::npos);
}

}  // namespace
}  // namespace sandbox::quarantine
