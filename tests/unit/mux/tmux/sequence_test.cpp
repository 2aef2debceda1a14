#include "mux/tmux/sequence.h"

#include <gtest/gtest.h>

namespace mux::tmux {
namespace {

using Strings = std::vector<std::string>;

TEST(Sequence, CommandsAreHeldApartAndTextIsNoSeparator) {
  Sequence sequence;
  EXPECT_TRUE(sequence.empty());
  sequence.add({"send-keys", "a;"}).add({"x", ";", "b\\;", "c;d"});
  EXPECT_EQ(sequence.arguments(), (Strings{"send-keys", "a\\;", ";", "x", "\\;", "b\\\\;", "c;d"}));
}

TEST(Sequence, KnowsWhenTmuxWouldRefuseIt) {
  Sequence sequence;
  EXPECT_TRUE(sequence.fits());
  sequence.add({std::string(kSequenceLimit, 'x')});
  EXPECT_FALSE(sequence.fits());
}

}  // namespace
}  // namespace mux::tmux
