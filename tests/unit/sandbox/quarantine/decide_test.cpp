#include "sandbox/quarantine/decide.h"

#include <gtest/gtest.h>

namespace sandbox::quarantine {
namespace {

const std::string kOld(40, '1');
const std::string kNew(40, '2');
const std::string kThird(40, '3');

struct Case {
  const char* name;
  std::string ref, guest, known, host;
  enum class Outcome { nothing, agreed, moves, descends, held } outcome;
};

TEST(QuarantineDecide, SBX_E2_ThreeWaysForEachKindOfRef) {
  using Outcome = Case::Outcome;
  const RefRights rights{
      .own = {"refs/heads/own"}, .created = {"refs/heads/made"}, .elsewhere = {"refs/heads/busy"}, .accepted = {}};
  const std::vector<Case> cases = {
      {"own moved", "refs/heads/own", kNew, kOld, kOld, Outcome::moves},
      {"only the host moved", "refs/heads/own", kOld, kOld, kNew, Outcome::nothing},
      {"both moved", "refs/heads/own", kNew, kOld, kThird, Outcome::descends},
      {"both moved to the same", "refs/heads/own", kNew, kOld, kNew, Outcome::agreed},
      {"own deleted", "refs/heads/own", "", kOld, kOld, Outcome::held},
      {"own deleted on the host", "refs/heads/own", kNew, kOld, "", Outcome::held},
      {"made and deleted", "refs/heads/made", "", kOld, kOld, Outcome::moves},
      {"made, moved on the host, deleted", "refs/heads/made", "", kOld, kNew, Outcome::held},
      {"new branch", "refs/heads/new", kNew, "", "", Outcome::moves},
      {"new on both sides", "refs/heads/new", kNew, "", kOld, Outcome::held},
      {"branch of another worktree", "refs/heads/busy", kNew, kOld, kOld, Outcome::held},
      {"new tag", "refs/tags/v", kNew, "", "", Outcome::moves},
      {"moved tag", "refs/tags/v", kNew, kOld, kOld, Outcome::held},
      {"remote-tracking", "refs/remotes/o/m", kNew, kOld, kOld, Outcome::moves},
      {"remote-tracking pruned", "refs/remotes/o/m", "", kOld, kOld, Outcome::nothing},
      {"notes", "refs/notes/x", kNew, "", "", Outcome::held},
      {"stash", "refs/stash", kNew, "", "", Outcome::nothing},
      {"replace", "refs/replace/x", kNew, "", "", Outcome::held},
      {"no id", "refs/heads/new", "zz", "", "", Outcome::held},
      {"id of another length", "refs/heads/new", kNew + kNew.substr(16), "", "", Outcome::held},
      {"symbolic", "refs/heads/new", "ref: refs/heads/own", "", "", Outcome::held},
      {"option as a name", "refs/heads/-x", kNew, "", "", Outcome::held},
  };
  for (const auto& test : cases) {
    Sides sides;
    if (!test.guest.empty()) sides.guest[test.ref] = test.guest;
    if (!test.known.empty()) sides.known[test.ref] = test.known;
    if (!test.host.empty()) sides.host[test.ref] = test.host;
    const auto decision = decide(sides, rights, 40);
    Outcome outcome = Outcome::nothing;
    if (!decision.held.empty()) outcome = Outcome::held;
    if (!decision.agreed.empty()) outcome = Outcome::agreed;
    if (!decision.moves.empty()) outcome = decision.moves[0].must_descend ? Outcome::descends : Outcome::moves;
    EXPECT_EQ(outcome, test.outcome) << test.name;
  }
}

TEST(QuarantineDecide, SBX_E26_AnUnreadablePartIsNoDeletion) {
  Sides sides;
  sides.known["refs/heads/made"] = sides.host["refs/heads/made"] = kOld;
  sides.complete = false;
  const RefRights rights{.own = {}, .created = {"refs/heads/made"}, .elsewhere = {}, .accepted = {}};
  EXPECT_TRUE(decide(sides, rights, 40).nothing());
}

TEST(QuarantineDecide, SBX_E26_AnUnreadablePartMovesNothingBack) {
  Sides sides;
  sides.known["refs/heads/own"] = sides.host["refs/heads/own"] = kNew;
  sides.guest["refs/heads/own"] = kOld;
  sides.complete = false;
  const RefRights rights{.own = {"refs/heads/own"}, .created = {}, .elsewhere = {}, .accepted = {}};
  const Decision decision = decide(sides, rights, 40);
  ASSERT_EQ(decision.moves.size(), 1U);
  EXPECT_TRUE(decision.moves[0].must_descend);
}

}  // namespace
}  // namespace sandbox::quarantine
