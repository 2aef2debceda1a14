// What each request leads to, through a real connection.
#include "sandbox/server/dispatch.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <random>

#include "sandbox/server/support.h"

namespace sandbox::server {
namespace {

using Calls = std::vector<std::string>;

class Dispatch : public ServerTest {
 protected:
  static std::string merge(const std::string& name, const std::string& more = "") {
    return "{\"type\":\"Merge\",\"name\":\"" + name + "\"" + more +
           ",\"rebase\":false,\"squash\":false,\"ignore_uncommitted\":false,\"keep\":false,\"no_verify\":false,"
           "\"no_hooks\":false,\"notification\":false}";
  }
};

TEST_P(Dispatch, SBX_A16_StatusWords) {
  options_.limits.repeated_status = std::chrono::milliseconds(0);
  start();
  EXPECT_EQ(ask(R"({"type":"SetStatus","status":"WAITING"})"), kOk);
  EXPECT_EQ(ask(R"({"type":"SetStatus","status":"bogus"})"),
            "{\"type\":\"Error\",\"message\":\"Unknown status: bogus\"}\n");
  EXPECT_EQ(ask(R"({"type":"SetStatus","status":"\u001b[31mx"})"),
            "{\"type\":\"Error\",\"message\":\"Unknown status: x\"}\n");
  EXPECT_EQ(actions_.calls(), Calls{"status waiting"});
}

TEST_P(Dispatch, SBX_W13_ARepeatedStatusIsPassedOnOnce) {
  options_.limits.repeated_status = std::chrono::seconds(30);
  start();
  for (const char* word : {"working", "working", "done", "working"}) {
    EXPECT_EQ(ask(std::string(R"({"type":"SetStatus","status":")") + word + "\"}"), kOk);
  }
  EXPECT_EQ(actions_.calls(), (Calls{"status working", "status done", "status working"}));
}

TEST_P(Dispatch, SBX_A17_TitlesArriveCleanAndAsText) {
  start();
  EXPECT_EQ(ask(R"({"type":"SetTitle","title":"#(touch T/x)y\u0007\n\u202ez"})"), kOk);
  EXPECT_TRUE(ask(R"({"type":"SetTitle","title":" \u200b\n"})").contains("Error"));
  EXPECT_EQ(actions_.calls(), Calls{"title #(touch T/x)y z"});
}

TEST_P(Dispatch, SBX_E8_BadNamesReachNoAction) {
  actions_.answer = true;
  start();
  for (const std::string name : {"-AP/etc/hostname", "--help", "$(touch x)", "a b", "../x", "a..b", "x.lock", ""}) {
    EXPECT_TRUE(
        ask(R"({"type":"SpawnAgent","prompt":"p","branch_name":")" + name + "\"}").contains("not a usable name"))
        << name;
    EXPECT_TRUE(ask(merge(name)).contains("not a usable name")) << name;
    EXPECT_TRUE(ask(merge("feat", ",\"into\":\"" + name + "\"")).contains("not a usable name")) << name;
    EXPECT_TRUE(ask(R"({"type":"Close","name":")" + name + "\"}").contains("not a usable name")) << name;
  }
  EXPECT_TRUE(ask(R"({"type":"SpawnAgent","prompt":"a\u0000b","branch_name":"x"})").contains("zero byte"));
  EXPECT_EQ(actions_.calls(), Calls{});
}

TEST_P(Dispatch, SBX_E12_MergeIsPinnedToHandleAndBaseWithoutHooks) {
  start();
  EXPECT_EQ(ask(merge("feature/login")), kOk);
  EXPECT_EQ(actions_.calls(), Calls{"merge feat main"});
  EXPECT_TRUE(actions_.last_merge.no_verify);
  EXPECT_TRUE(actions_.last_merge.no_hooks);
}

TEST_P(Dispatch, SBX_E12_WhatNobodyCanBeAskedIsRefused) {
  start();
  EXPECT_EQ(ask(merge("feat", R"(,"into":"release")")),
            "{\"type\":\"Error\",\"message\":\"To merge 'feat' into 'release' needs a yes from the user, and nobody "
            "can be asked "
            "on the host\"}\n");
  EXPECT_TRUE(ask(merge("stranger")).contains("needs a yes"));
  EXPECT_TRUE(ask(R"({"type":"Close","name":"stranger"})").contains("needs a yes"));
  EXPECT_EQ(actions_.calls(),
            (Calls{"ask merge 'feat' into 'release'", "ask merge 'stranger' into 'its base'", "ask close 'stranger'"}));
}

TEST_P(Dispatch, SBX_E12_TheUsersAnswerCounts) {
  actions_.answer = false;
  start();
  EXPECT_TRUE(ask(merge("feat", R"(,"into":"release")")).contains("The user did not allow"));
  actions_.answer = true;
  EXPECT_EQ(ask(merge("feat", R"(,"into":"release")")), kOk);
  EXPECT_EQ(actions_.calls().back(), "merge feat release");
}

TEST_P(Dispatch, SBX_E12_PolicyDeniesAndAsks) {
  options_.policy = {Permission::deny, Permission::ask, Permission::deny};
  start();
  EXPECT_TRUE(ask(R"({"type":"SpawnAgent","prompt":"p","branch_name":"x"})").contains("sandbox.rpc.spawn"));
  EXPECT_TRUE(ask(R"({"type":"Close","name":"feat"})").contains("sandbox.rpc.close"));
  EXPECT_TRUE(ask(merge("feat")).contains("needs a yes"));
  EXPECT_EQ(actions_.calls(), Calls{"ask merge 'feat' into 'main'"});
}

TEST_P(Dispatch, SBX_E12_SpawnsAreCounted) {
  options_.policy.per_hour = 2;
  start();
  const std::string spawn = R"({"type":"SpawnAgent","prompt":"p","branch_name":null})";
  EXPECT_EQ(ask(spawn), kOk);
  EXPECT_EQ(ask(spawn), kOk);
  EXPECT_TRUE(ask(spawn).contains("per_hour"));
  EXPECT_EQ(actions_.calls().size(), 2U);
}

TEST_P(Dispatch, SBX_E12_SimultaneousSpawnsDoNotPassTheLimit) {
  options_.policy.max_live = 3;
  actions_.spawn_time = std::chrono::milliseconds(300);
  start();
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] { (void)ask(R"({"type":"SpawnAgent","prompt":"p","branch_name":"x"})"); });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(actions_.calls().size(), 3U);
}

TEST_P(Dispatch, OpeningIsOnlyForWhatTheSandboxMade) {
  start();
  EXPECT_EQ(ask(R"({"type":"SpawnAgent","prompt":"p","branch_name":"stranger","open_if_exists":true})"), kOk);
  EXPECT_EQ(ask(R"({"type":"SpawnAgent","prompt":"p","branch_name":"sub","open_if_exists":true})"), kOk);
  EXPECT_EQ(actions_.calls(), (Calls{"spawn stranger", "spawn sub open"}));
}

TEST_P(Dispatch, ContradictionsAreErrors) {
  start();
  std::string line = merge("feat", R"(,"cleanup":true)");
  line.replace(line.find("\"keep\":false"), 12, "\"keep\":true");
  EXPECT_TRUE(ask(line).contains("exclude each other"));
  line = merge("feat");
  line.replace(line.find("\"rebase\":false"), 14, "\"rebase\":true");
  line.replace(line.find("\"squash\":false"), 14, "\"squash\":true");
  EXPECT_TRUE(ask(line).contains("exclude each other"));
  EXPECT_EQ(actions_.calls(), Calls{});
}

TEST_P(Dispatch, MergeOutputIsStreamedAsText) {
  actions_.merge_output = {"a\xe2\x82", "\xac b\xff", std::string(10000, 'x'), "\xc3"};
  start();
  RawClient client = login();
  ASSERT_TRUE(client.say(merge("feat") + "\n"));
  std::string all;
  std::string line;
  int chunks = 0;
  while ((line = client.hear()) != kOk && !line.empty()) {
    const auto reply = rpc::decode_reply(line);
    ASSERT_TRUE(reply);
    all += std::get<rpc::Output>(*reply).message;
    ++chunks;
  }
  EXPECT_EQ(line, kOk);
  EXPECT_EQ(all, "a\u20ac b\uFFFD" + std::string(10000, 'x') + "\uFFFD");
  EXPECT_GE(chunks, 4);
}

TEST_P(Dispatch, CloseAnswersWithOneOutput) {
  start();
  RawClient client = login();
  ASSERT_TRUE(client.say("{\"type\":\"Close\",\"name\":\"sub\"}\n"));
  EXPECT_EQ(client.hear(), "{\"type\":\"Output\",\"message\":\"closed\\n\"}\n");
  EXPECT_EQ(client.hear(), kOk);
}

TEST_P(Dispatch, SBX_A19_UnlistedHostCommandsAnswer127Only) {
  options_.host_commands = {"just"};
  start();
  for (const std::string& name : std::vector<std::string>{"ls", "../ls", "-x", "_shim", std::string(65, 'a')}) {
    RawClient client = login();
    ASSERT_TRUE(client.say("{\"type\":\"Exec\",\"command\":\"" + name + "\",\"args\":[]}\n"));
    shutdown(client.socket().get(), SHUT_WR);
    EXPECT_EQ(client.hear_all(), "{\"type\":\"ExecExit\",\"code\":127}\n") << name;
  }
}

TEST_P(Dispatch, ExecStreamsTextOrBytes) {
  options_.host_commands = {"just"};
  start();
  const std::string request = R"({"type":"Exec","command":"just","args":["a","é"]})";
  RawClient plain = login();
  ASSERT_TRUE(plain.say(request + "\n"));
  EXPECT_EQ(plain.hear(), "{\"type\":\"ExecOutput\",\"data\":\"a\"}\n");
  EXPECT_EQ(plain.hear(), "{\"type\":\"ExecOutput\",\"data\":\"é\"}\n");
  EXPECT_EQ(plain.hear(), "{\"type\":\"ExecError\",\"data\":\"e\"}\n");
  EXPECT_EQ(plain.hear(), "{\"type\":\"ExecExit\",\"code\":7}\n");
  EXPECT_TRUE(ask(R"({"type":"Exec","command":"just","args":["a\u0000"]})").contains("zero byte"));
}

TEST_P(Dispatch, ClipboardNeedsPngAndAnImplementation) {
  start();
  EXPECT_EQ(ask(R"({"type":"ClipboardRead","mime":"text/plain"})"),
            "{\"type\":\"Error\",\"message\":\"unsupported clipboard MIME type: text/plain\"}\n");
  EXPECT_TRUE(ask(R"({"type":"ClipboardRead","mime":"image/png"})").contains("Error"));
}

TEST_P(Dispatch, SBX_E18_TheTokenIsNeverLogged) {
  start();
  (void)ask(R"({"type":"SetTitle","title":")" + options_.token + "\"}");
  (void)ask(R"({"type":"SetStatus","status":")" + options_.token + "\"}");
  EXPECT_TRUE(logs("SetStatus"));
  EXPECT_FALSE(log().contains(options_.token));
  EXPECT_TRUE(log().contains("<redacted>"));
}

// Each member of each request with hostile values: always an answer, never a crash, and no action with a name that is
// none.
TEST_P(Dispatch, SBX_E8_EveryMemberFuzzed) {
  options_.limits.repeated_status = std::chrono::milliseconds(0);
  options_.policy.per_hour = 1'000'000;
  options_.host_commands = {"just"};
  start();
  std::mt19937 random(20261125);
  const std::vector<std::string> values = {"null",
                                           "true",
                                           "0",
                                           "-1",
                                           "1e400",
                                           "[]",
                                           "{}",
                                           "\"\"",
                                           "\"feat\"",
                                           "\"-x\"",
                                           "\"$(x)\"",
                                           "\"a\\u0000b\"",
                                           "\"\\u001b]0;x\\u0007\"",
                                           "\"#{q:x}\"",
                                           "\"" + std::string(5000, 'a') + "\"",
                                           "\"sub\"",
                                           "\"main\"",
                                           "[\"a\"]",
                                           "[[[[[[[[[[]]]]]]]]]]",
                                           "\"../../x\""};
  const std::vector<std::pair<std::string, std::vector<std::string>>> types = {
      {"Heartbeat", {"v"}},
      {"SetStatus", {"status"}},
      {"SetTitle", {"title"}},
      {"SpawnAgent", {"prompt", "branch_name", "background", "no_file_ops", "no_pane_cmds", "open_if_exists"}},
      {"Exec", {"command", "args"}},
      {"Merge",
       {"name", "into", "rebase", "squash", "ignore_uncommitted", "keep", "cleanup", "no_verify", "no_hooks",
        "notification"}},
      {"Close", {"name"}},
      {"ClipboardRead", {"mime"}}};
  for (int i = 0; i < 600; ++i) {
    const auto& [type, members] = types[random() % types.size()];
    std::string line = "{\"type\":\"" + type + "\"";
    for (const std::string& member : members) {
      const bool flag = random() % 3 != 0;
      line += ",\"" + member + "\":" + (flag && member.size() > 4 ? "false" : values[random() % values.size()]);
    }
    EXPECT_TRUE(ask(line + "}").starts_with("{\"type\":\"")) << line;
  }
  for (const std::string& call : actions_.calls()) {
    if (call.starts_with("status ") || call.starts_with("title ")) continue;
    EXPECT_FALSE(call.contains("$(") || call.contains("..") || call.contains(" -x") || call.contains('\0')) << call;
  }
}

INSTANTIATE_TEST_SUITE_P(Transports, Dispatch, testing::Values(Transport::tcp, Transport::unix_socket), transport_name);

}  // namespace
}  // namespace sandbox::server
