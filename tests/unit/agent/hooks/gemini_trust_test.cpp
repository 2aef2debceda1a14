#include "agent/hooks/gemini_trust.h"

#include <gtest/gtest.h>

#include "os/support.h"

namespace agent::hooks {
namespace {

class GeminiTrustTest : public testing::Test {
 protected:
  os::test::TemporaryDirectory directory_;
  Places places_{.home = directory_.path()};

  void SetUp() override { ASSERT_OK(os::make_directories(directory_ / ".gemini")); }
  GeminiTrust with(std::string_view folders, std::string_view settings = "{}") {
    EXPECT_TRUE(os::write_atomically(directory_ / ".gemini/trustedFolders.json", folders));
    EXPECT_TRUE(os::write_atomically(directory_ / ".gemini/settings.json", settings));
    return gemini_trust(places_, "/src/app");
  }
};

TEST_F(GeminiTrustTest, the_nearest_folder_decides) {
  EXPECT_EQ(with("{}"), GeminiTrust::unknown);
  EXPECT_EQ(with(R"({"/src": "TRUST_FOLDER"})"), GeminiTrust::yes);
  EXPECT_EQ(with(R"({"/src": "TRUST_FOLDER", "/src/app": "DO_NOT_TRUST"})"), GeminiTrust::no);
  EXPECT_EQ(with(R"({"/src/app": "TRUST_FOLDER", "/src": "DO_NOT_TRUST"})"), GeminiTrust::yes);
  EXPECT_EQ(with(R"({"/src/other": "TRUST_PARENT"})"), GeminiTrust::yes);
  EXPECT_EQ(with(R"({"/src/app2": "TRUST_FOLDER"})"), GeminiTrust::unknown);
}

TEST_F(GeminiTrustTest, nothing_is_asked_where_the_user_switched_it_off) {
  EXPECT_EQ(with("{}", R"({"security": {"folderTrust": {"enabled": false}}})"), GeminiTrust::yes);
}

TEST_F(GeminiTrustTest, broken_files_tell_nothing) {
  for (const char* text : {"", "[", "[1]", R"({"/src": 1})", R"({"": ""})"})
    EXPECT_EQ(with(text, text), GeminiTrust::unknown);
}

}  // namespace
}  // namespace agent::hooks
