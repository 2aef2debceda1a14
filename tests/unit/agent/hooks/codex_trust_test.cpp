#include "agent/hooks/codex_trust.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "os/support.h"

namespace agent::hooks {
namespace {

using os::test::TemporaryDirectory;

// A program that keeps each question in the file "asked" and answers with the next of the given lines.
class CodexTrust : public testing::Test {
 protected:
  TemporaryDirectory directory_;
  Places places_{.home = directory_.path(), .environment = os::Environment::current()};

  void write_server(const std::string& script) {
    ASSERT_OK(os::write_atomically(directory_ / "codex", "#!/bin/sh\ncd \"${0%/*}\"\n" + script, 0755));
  }
  base::Result<size_t> trust(int limit_ms = 10000) {
    return trust_codex_hooks(directory_ / "codex", places_, directory_.path(), std::chrono::milliseconds(limit_ms));
  }
};

constexpr const char* kServer = R"sh([ "$1" = app-server ] || exit 9
while read -r line; do
  printf '%s\n' "$line" >> asked
  case $line in
    *'"initialize"'*) echo '{"method":"noise","params":{}}'; echo 'no json'; echo '{"id":1,"result":{}}';;
    *hooks/list*) cat listed;;
    *config/batchWrite*) echo '{"id":3,"result":{}}';;
  esac
done
)sh";

TEST_F(CodexTrust, AGT_4_8_trusts_our_hooks_and_nobody_elses) {
  write_server(kServer);
  ASSERT_OK(os::write_atomically(
      directory_ / "listed",
      R"({"id":2,"result":{"data":[{"hooks":[{"key":"ours","currentHash":"h1","trustStatus":"untrusted","command":"workmux set-window-status done"},{"key":"theirs","currentHash":"h2","trustStatus":"untrusted","command":"workmux set-window-status done; evil"},{"key":"old","currentHash":"h3","trustStatus":"trusted","command":"workmux set-window-status working"},{"key":"odd"}]}]}})"
      "\n"));
  const auto count = trust();
  ASSERT_OK(count);
  EXPECT_EQ(*count, 1U);
  const std::string asked = os::read_file(directory_ / "asked").value_or("");
  EXPECT_NE(asked.find(R"("hooks.state","value":{"ours":{"trusted_hash":"h1"}},"mergeStrategy":"upsert")"),
            std::string::npos)
      << asked;
  EXPECT_EQ(asked.find("theirs"), std::string::npos);
}

TEST_F(CodexTrust, writes_nothing_when_all_is_trusted) {
  write_server(kServer);
  ASSERT_OK(os::write_atomically(directory_ / "listed", "{\"id\":2,\"result\":{\"data\":[]}}\n"));
  EXPECT_EQ(*trust(), 0U);
  EXPECT_EQ(os::read_file(directory_ / "asked").value_or("").find("batchWrite"), std::string::npos);
}

TEST_F(CodexTrust, a_server_that_refuses_ends_or_hangs_is_an_error) {
  EXPECT_FALSE(trust());
  write_server("exit 1\n");
  EXPECT_FALSE(trust());
  write_server("read -r line; echo '{\"id\":1,\"error\":{}}'; read -r line\n");
  EXPECT_FALSE(trust());
  write_server("exec sleep 60\n");
  const auto result = trust(200);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, "Could not record with Codex that the hooks are trusted");
}

}  // namespace
}  // namespace agent::hooks
