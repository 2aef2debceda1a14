#include "sandbox/server/request_log.h"

#include <gtest/gtest.h>

namespace sandbox::server {
namespace {

TEST(RequestLog, SBX_E18_HoldsNoWholePrompt) {
  const std::string prompt = "Fix the\nlogin \x1b[31m" + std::string(5000, 'x') + "SECRET";
  const std::string text = describe_request(rpc::SpawnAgent{prompt, "fix", false});
  EXPECT_TRUE(
      text.starts_with("SpawnAgent 'fix' prompt " + std::to_string(prompt.size()) + " bytes 'Fix the login xxx"))
      << text;
  EXPECT_LT(text.size(), 200U);
  EXPECT_EQ(text.find("SECRET"), std::string::npos);
  EXPECT_EQ(text.find('\n'), std::string::npos);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST(RequestLog, NamesEachType) {
  EXPECT_EQ(describe_request(rpc::Heartbeat{}), "Heartbeat");
  EXPECT_EQ(describe_request(rpc::SetStatus{"done"}), "SetStatus 'done'");
  EXPECT_EQ(describe_request(rpc::SetTitle{"t"}), "SetTitle 1 bytes 't'");
  EXPECT_EQ(describe_request(rpc::Exec{"just", {"a", "b"}}), "Exec 'just' with 2 arguments 'a b'");
  rpc::Merge merge;
  merge.name = "fix";
  EXPECT_EQ(describe_request(merge), "Merge 'fix' into '(base)'");
  EXPECT_EQ(describe_request(rpc::Close{"n"}), "Close 'n'");
  EXPECT_EQ(describe_request(rpc::ClipboardRead{"image/png"}), "ClipboardRead 'image/png'");
}

TEST(RequestLog, SBX_E18_NeverShowsTheToken) {
  EXPECT_EQ(without_token("SetTitle 'abc abc'", "abc"), "SetTitle '<redacted> <redacted>'");
}

}  // namespace
}  // namespace sandbox::server
