#include "rpc/codec.h"

#include <gtest/gtest.h>

#include <random>

namespace rpc {
namespace {

std::string line_of(const Request& request) {
  std::string line = encode(request);
  EXPECT_TRUE(line.ends_with('\n'));
  line.pop_back();
  EXPECT_EQ(line.find('\n'), std::string::npos);
  return line;
}

template <typename T>
T request_of(std::string_view line) {
  const auto request = decode_request(line);
  EXPECT_TRUE(request) << line;
  return request ? std::get<T>(*request) : T{};
}

TEST(Codec, WritesRequestsAsVersionOneExpectsThem) {
  EXPECT_EQ(line_of(Heartbeat{}), R"({"type":"Heartbeat"})");
  EXPECT_EQ(line_of(Heartbeat{2}), R"({"type":"Heartbeat","v":2})");
  EXPECT_EQ(line_of(SetStatus{"waiting"}), R"({"type":"SetStatus","status":"waiting"})");
  EXPECT_EQ(line_of(SetTitle{"refactor parser"}), R"({"type":"SetTitle","title":"refactor parser"})");
  EXPECT_EQ(line_of(SpawnAgent{"Add tests", "add-tests", true}),
            R"({"type":"SpawnAgent","prompt":"Add tests","branch_name":"add-tests","background":true})");
  EXPECT_EQ(line_of(SpawnAgent{"x", std::nullopt, false, true, true, true}),
            R"({"type":"SpawnAgent","prompt":"x","branch_name":null,"background":false,)"
            R"("no_file_ops":true,"no_pane_cmds":true,"open_if_exists":true})");
  EXPECT_EQ(line_of(Exec{"just", {"check"}}), R"({"type":"Exec","command":"just","args":["check"]})");
  EXPECT_EQ(line_of(Exec{"just", {}}), R"({"type":"Exec","command":"just","args":[]})");
  EXPECT_EQ(line_of(Merge{"fix-login", "develop", false, true, false, false, true, false, false, false}),
            R"({"type":"Merge","name":"fix-login","into":"develop","rebase":false,"squash":true,)"
            R"("ignore_uncommitted":false,"keep":false,"cleanup":true,"no_verify":false,"no_hooks":false,)"
            R"("notification":false})");
  EXPECT_EQ(line_of(Close{"fix-login"}), R"({"type":"Close","name":"fix-login"})");
  EXPECT_EQ(line_of(ClipboardRead{"image/png"}), R"({"type":"ClipboardRead","mime":"image/png"})");
}

TEST(Codec, WritesRepliesAsVersionOneExpectsThem) {
  EXPECT_EQ(encode(Reply(Ok{})), "{\"type\":\"Ok\"}\n");
  EXPECT_EQ(encode(Reply(Ok{2})), "{\"type\":\"Ok\",\"v\":2}\n");
  EXPECT_EQ(encode(Reply(ErrorReply{"Invalid token"})), "{\"type\":\"Error\",\"message\":\"Invalid token\"}\n");
  EXPECT_EQ(encode(Reply(Output{"a\nb"})), "{\"type\":\"Output\",\"message\":\"a\\nb\"}\n");
  EXPECT_EQ(encode(Reply(ExecOutput{"x"})), "{\"type\":\"ExecOutput\",\"data\":\"x\"}\n");
  EXPECT_EQ(encode(Reply(ExecError{"x"})), "{\"type\":\"ExecError\",\"data\":\"x\"}\n");
  EXPECT_EQ(encode(Reply(ExecExit{127})), "{\"type\":\"ExecExit\",\"code\":127}\n");
  EXPECT_EQ(encode(Reply(ClipboardData{"/w/c.png"})), "{\"type\":\"ClipboardData\",\"path\":\"/w/c.png\"}\n");
}

TEST(Codec, BytesTravelAsBase64OnlyWhereTheyMust) {
  const std::string bytes("\x00\xff\xfe", 3);
  EXPECT_EQ(encode(Reply(ExecOutput{bytes}), Chunks::base64),
            "{\"type\":\"ExecOutput\",\"data\":\"AP/+\",\"enc\":\"b64\"}\n");
  EXPECT_EQ(encode(Reply(ExecOutput{"plain"}), Chunks::base64), "{\"type\":\"ExecOutput\",\"data\":\"plain\"}\n");
  const auto back = decode_reply(R"({"type":"ExecError","data":"AP/+","enc":"b64"})");
  ASSERT_TRUE(back);
  EXPECT_EQ(std::get<ExecError>(*back).data, bytes);
  EXPECT_FALSE(decode_reply(R"({"type":"ExecError","data":"AP/","enc":"b64"})"));
  EXPECT_FALSE(decode_reply(R"({"type":"ExecError","data":"AP/+","enc":"zip"})"));
}

TEST(Codec, ReadsTheHeader) {
  EXPECT_EQ(encode(AuthHeader{"ab", false}), "{\"token\":\"ab\"}\n");
  EXPECT_EQ(encode(AuthHeader{"ab", true}), "{\"token\":\"ab\",\"bin\":true}\n");
  const auto header = decode_header(R"({"token":"ab","bin":true,"later":[1,{"x":null}]})");
  ASSERT_TRUE(header);
  EXPECT_EQ(header->token, "ab");
  EXPECT_TRUE(header->binary);
  for (const char* bad : {"", "{}", "[]", "null", R"({"token":7})", R"({"token":null})", R"({"token":"a","bin":1})",
                          R"({"token":"a"} x)", R"({"token":"a")", "{\"token\":\"\xff\"}"}) {
    EXPECT_FALSE(decode_header(bad)) << bad;
  }
}

TEST(Codec, OptionalMembersMayBeNullOrAbsent) {
  const auto bare = request_of<SpawnAgent>(R"({"type":"SpawnAgent","prompt":""})");
  EXPECT_FALSE(bare.branch_name);
  EXPECT_FALSE(bare.background);
  const auto nulls =
      request_of<SpawnAgent>(R"({"type":"SpawnAgent","prompt":"p","branch_name":null,"background":null})");
  EXPECT_EQ(nulls.prompt, "p");
  EXPECT_FALSE(nulls.branch_name);
  const auto merge = request_of<Merge>(
      R"({"type":"Merge","name":"n","rebase":true,"squash":false,"ignore_uncommitted":false,"keep":false,)"
      R"("no_verify":false,"no_hooks":false,"notification":true})");
  EXPECT_FALSE(merge.into);
  EXPECT_FALSE(merge.cleanup);
  EXPECT_TRUE(merge.rebase);
  EXPECT_TRUE(merge.notification);
}

TEST(Codec, RequiredMembersOfMergeAreRequired) {
  const std::vector<std::string> required = {"name", "rebase",    "squash",   "ignore_uncommitted",
                                             "keep", "no_verify", "no_hooks", "notification"};
  for (const auto& missing : required) {
    std::string line = R"({"type":"Merge")";
    for (const auto& name : required) {
      if (name != missing) line += ",\"" + name + "\":" + (name == "name" ? "\"n\"" : "false");
    }
    const auto request = decode_request(line + "}");
    ASSERT_FALSE(request) << missing;
    EXPECT_EQ(request.error().message, "The member \"" + missing + "\" of the request is missing");
  }
}

TEST(Codec, UnknownMembersAreIgnoredAndUnknownTypesAreNot) {
  EXPECT_EQ(request_of<Close>(R"({"extra":{"a":[1]},"type":"Close","name":"n","name2":1})").name, "n");
  for (const char* bad : {R"({"type":"Reboot"})", R"({"type":"close","name":"n"})", R"({"name":"n"})", R"({"type":1})",
                          "7", R"(["Close"])", R"("Close")", R"({"type":"Close"})", R"({"type":"Close","name":["n"]})",
                          R"({"type":"Exec","command":"a"})", R"({"type":"Exec","command":"a","args":"b"})",
                          R"({"type":"Exec","command":"a","args":[1]})", R"({"type":"Heartbeat","v":"2"})",
                          R"({"type":"Heartbeat","v":0})", R"({"type":"Heartbeat","v":99999999999999999999})",
                          R"({"type":"Heartbeat","v":18446744073709551615})", R"({"type":"Heartbeat","v":1.5})"}) {
    EXPECT_FALSE(decode_request(bad)) << bad;
  }
}

TEST(Codec, RefusesDepthLengthAndInvalidText) {
  std::string deep = R"({"type":"Heartbeat","x":)" + std::string(500000, '[') + std::string(500000, ']') + "}";
  EXPECT_FALSE(decode_request(deep));
  EXPECT_FALSE(decode_request("{\"type\":\"Heartbeat\",\"x\":\"" + std::string(kLineLimit, 'a') + "\"}"));
  EXPECT_TRUE(decode_request(R"({"type":"Close","name":")" + std::string(kWordLimit, 'a') + "\"}"));
  EXPECT_FALSE(decode_request(R"({"type":"Close","name":")" + std::string(kWordLimit + 1, 'a') + "\"}"));
  EXPECT_FALSE(decode_request(R"({"type":"SetTitle","title":")" + std::string(kTitleLimit + 1, 'a') + "\"}"));
  std::string many = R"({"type":"Exec","command":"a","args":[)";
  for (size_t i = 0; i <= kArgumentCount; ++i) many += i == 0 ? "\"\"" : ",\"\"";
  EXPECT_FALSE(decode_request(many + "]}"));
  EXPECT_FALSE(decode_request("{\"type\":\"Close\",\"name\":\"\xc3\x28\"}"));
  EXPECT_FALSE(decode_request(R"({"type":"Close","name":"\ud800"})"));
  EXPECT_FALSE(decode_request("{\"type\":\"Close\",\"name\":\"a\nb\"}"));
}

TEST(Codec, ErrorsHoldNothingOfTheLine) {
  const auto request = decode_request(R"({"type":"secret-words","secret":"secret"})");
  ASSERT_FALSE(request);
  EXPECT_EQ(base::describe(request.error()).find("secret"), std::string::npos);
}

TEST(Codec, SurvivesAnyDamage) {
  std::mt19937 random(20261125);
  const std::vector<std::string> seeds = {line_of(Heartbeat{2}),
                                          line_of(SetStatus{"done"}),
                                          line_of(SetTitle{"t"}),
                                          line_of(SpawnAgent{"p", "b", true}),
                                          line_of(Exec{"c", {"a", "b"}}),
                                          line_of(Merge{"n", "i"}),
                                          line_of(Close{"n"}),
                                          line_of(ClipboardRead{"m"}),
                                          R"({"type":"ExecOutput","data":"AP/+","enc":"b64"})"};
  const std::vector<std::string> pieces = {"\"",
                                           "{",
                                           "}",
                                           "[",
                                           "]",
                                           ",",
                                           ":",
                                           "null",
                                           "true",
                                           "-1",
                                           "1e999",
                                           "\\u0000",
                                           "\\",
                                           "\xff",
                                           "\x00",
                                           "18446744073709551616",
                                           "\"type\":\"Merge\","};
  for (int i = 0; i < 20000; ++i) {
    std::string line = seeds[random() % seeds.size()];
    for (auto edits = random() % 4 + 1; edits > 0; --edits) {
      const size_t at = random() % (line.size() + 1);
      const size_t length = random() % 6;
      if (random() % 2 == 0) {
        line.replace(at, length, pieces[random() % pieces.size()]);
      } else if (at < line.size()) {
        line[at] = static_cast<char>(random());
      }
    }
    if (const auto request = decode_request(line)) {
      EXPECT_TRUE(decode_request(line_of(*request))) << line;  // what was accepted can be said again
    }
    (void)decode_reply(line);
    (void)decode_header(line);
  }
}

}  // namespace
}  // namespace rpc
