#include "mux/tmux/client.h"

#include <gtest/gtest.h>

namespace mux::tmux {
namespace {

TEST(Client, FailuresAreToldByTmuxsWords) {
  EXPECT_EQ(classify("no server running on /tmp/x"), Failure::no_server);
  EXPECT_EQ(classify("error connecting to /tmp/x (No such file or directory)"), Failure::no_server);
  EXPECT_EQ(classify("can't find window: @3"), Failure::missing);
  EXPECT_EQ(classify("no current client"), Failure::no_client);
  EXPECT_EQ(classify("no space for new pane"), Failure::other);
}

TEST(Client, FailedNamesTheCauseAndTheNextStep) {
  const auto error = failed({Failure::no_server, "", "no server running on /tmp/x"}, "Could not do it").error();
  EXPECT_EQ(error.message, "Could not do it");
  EXPECT_EQ(error.causes, std::vector<std::string>{"tmux: no server running on /tmp/x"});
  EXPECT_FALSE(error.hint.empty());
}

TEST(Client, AProgramThatIsMissingIsAnError) {
  const Connection connection{.program = "/nonexistent/tmux", .environment = {}};
  EXPECT_FALSE(ask(connection, Sequence().add({"list-sessions"})));
}

}  // namespace
}  // namespace mux::tmux
