#include "sandbox/server/token.h"

#include <gtest/gtest.h>

#include "sandbox/server/server.h"

namespace sandbox::server {
namespace {

using std::chrono::seconds;

TEST(Token, OnlyTheSameTokenIsTheSame) {
  const std::string token = make_token();
  EXPECT_EQ(token.size(), 64U);
  EXPECT_NE(token, make_token());
  EXPECT_TRUE(is_same_token(token, token));
  for (size_t i = 0; i < token.size(); ++i) {
    std::string other = token;
    other[i] = other[i] == '0' ? '1' : '0';
    EXPECT_FALSE(is_same_token(token, other));
  }
  EXPECT_FALSE(is_same_token(token, ""));
  EXPECT_FALSE(is_same_token("", ""));
  EXPECT_FALSE(is_same_token("", token));
  EXPECT_FALSE(is_same_token(token, token + token));
  EXPECT_FALSE(is_same_token(token, token.substr(0, 63)));
}

TEST(Token, SBX_E11_FiveBadTokensInAMinuteBlockThePeerForAMinute) {
  BadTokens bad(5, seconds(60));
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 5; ++i) {
    EXPECT_FALSE(bad.blocks("10.0.0.9", start + seconds(i)));
    bad.note("10.0.0.9", start + seconds(i));
  }
  EXPECT_TRUE(bad.blocks("10.0.0.9", start + seconds(5)));
  EXPECT_FALSE(bad.blocks("10.0.0.8", start + seconds(5)));
  EXPECT_TRUE(bad.blocks("10.0.0.9", start + seconds(63)));
  EXPECT_FALSE(bad.blocks("10.0.0.9", start + seconds(64)));
}

TEST(Token, SlowMistakesDoNotBlock) {
  BadTokens bad(5, seconds(60));
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 20; ++i) {
    bad.note("p", start + seconds(16 * i));
    EXPECT_FALSE(bad.blocks("p", start + seconds(16 * i)));
  }
}

TEST(Token, ManyPeersDoNotFillTheMemory) {
  BadTokens bad(1, seconds(60));
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 5000; ++i) bad.note("peer" + std::to_string(i), start);
  EXPECT_TRUE(bad.blocks("peer4999", start));
}

TEST(Peer, SBX_8_6_E11_OnlyTheSandboxesNetworkIsLetIn) {
  const Listen bridge{.socket = {}, .address = "172.17.0.1", .port = 0, .prefix = 16, .may_come = false};
  EXPECT_TRUE(is_expected_peer(bridge, "172.17.0.9"));
  EXPECT_TRUE(is_expected_peer(bridge, "172.17.255.1"));
  for (const char* stranger : {"172.18.0.9", "192.0.2.7", "127.0.0.1", "::1", "unknown", ""}) {
    EXPECT_FALSE(is_expected_peer(bridge, stranger)) << stranger;
  }
  const Listen any{.socket = {}, .address = "0.0.0.0", .port = 0, .prefix = 0, .may_come = false};
  EXPECT_TRUE(is_expected_peer(any, "192.0.2.7"));
  const Listen socket{.socket = "/x", .address = {}, .port = 0, .prefix = 0, .may_come = false};
  EXPECT_TRUE(is_expected_peer(socket, "sandbox"));
}

}  // namespace
}  // namespace sandbox::server
