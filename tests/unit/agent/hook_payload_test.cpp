#include "agent/hook_payload.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <thread>

#include "base/clock.h"
#include "os/descriptor.h"

namespace agent {
namespace {

struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
    EXPECT_EQ(pipe2(ends.data(), O_CLOEXEC), 0);
    reader = os::Descriptor(ends[0]);
    writer = os::Descriptor(ends[1]);
  }
  void send(std::string_view text) const {
    ASSERT_EQ(write(writer.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  os::Descriptor reader;
  os::Descriptor writer;
};

std::chrono::milliseconds since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(base::now() - start);
}

TEST(ReadHookInput, reads_to_the_end) {
  Pipe pipe;
  pipe.send("{\"a\":");
  pipe.send("1}");
  pipe.writer.reset();
  EXPECT_EQ(read_hook_input(pipe.reader.get()), "{\"a\":1}");
}

TEST(ReadHookInput, AGT_A7_AGT_W1_does_not_wait_for_a_pipe_that_stays_open) {
  const Pipe silent;
  auto start = base::now();
  EXPECT_EQ(read_hook_input(silent.reader.get()), "");
  EXPECT_LT(since(start).count(), 700);

  const Pipe half;
  half.send("{\"a\":");
  start = base::now();
  EXPECT_EQ(read_hook_input(half.reader.get()), "{\"a\":");
  EXPECT_LT(since(start).count(), 700);
}

TEST(ReadHookInput, ends_with_a_whole_object) {
  const Pipe pipe;
  pipe.send("{\"a\":1}\n");
  EXPECT_EQ(read_hook_input(pipe.reader.get()), "{\"a\":1}\n");
}

TEST(ReadHookInput, AGT_W1_takes_no_more_than_a_mebibyte) {
  Pipe pipe;
  std::jthread feeder([&] {
    const std::string block(1U << 16, '[');
    for (int i = 0; i < 64; ++i) {
      if (write(pipe.writer.get(), block.data(), block.size()) < 0) return;
    }
    pipe.writer.reset();
  });
  EXPECT_LE(read_hook_input(pipe.reader.get()).size(), size_t{1} << 20);
  // Lets the feeder end.
  std::array<char, 1U << 16> rest{};
  while (read(pipe.reader.get(), rest.data(), rest.size()) > 0) {
  }
}

TEST(ReadHookInput, a_closed_or_bad_descriptor_gives_nothing) {
  EXPECT_EQ(read_hook_input(-1), "");
  const os::Descriptor null(open("/dev/null", O_RDONLY | O_CLOEXEC));
  EXPECT_EQ(read_hook_input(null.get()), "");
}

std::string codex(std::string_view event, std::string_view more = "") {
  return "{\"hook_event_name\":\"" + std::string(event) +
         "\",\"session_id\":\" s \",\"turn_id\":\"t\",\"transcript_path\":\"/x/rollout-1.jsonl\"" + std::string(more) +
         "}";
}

TEST(HookPayload, finds_the_turn_of_codex) {
  EXPECT_EQ(parse_hook_payload(codex("Stop"))->codex_run, "s:t");
  EXPECT_EQ(parse_hook_payload(codex("Interrupt"))->codex_run, "s:t");
  EXPECT_EQ(
      parse_hook_payload(R"({"hook_event_name":"Stop","session_id":"s","turn_id":"t","model":"gpt-5"})")->codex_run,
      "s:t");
}

TEST(HookPayload, takes_nobody_elses_payload_for_one_of_codex) {
  EXPECT_EQ(parse_hook_payload(codex("SessionStart"))->codex_run, "");
  EXPECT_EQ(parse_hook_payload(codex("Stop", ",\"agent_id\":\"a\""))->codex_run, "");
  EXPECT_EQ(parse_hook_payload(codex("Stop", ",\"agent_type\":null"))->codex_run, "");
  EXPECT_EQ(parse_hook_payload(R"({"hook_event_name":"Stop","session_id":"s","turn_id":"t"})")->codex_run, "");
  EXPECT_EQ(
      parse_hook_payload(R"({"hook_event_name":"Stop","session_id":" ","turn_id":"t","model":"gpt-5"})")->codex_run,
      "");
}

TEST(HookPayload, hostile_texts_are_no_payload) {
  for (const char* text : {"", "{", "[]", "5", "null", "{}x"}) EXPECT_FALSE(parse_hook_payload(text)) << text;
  EXPECT_FALSE(parse_hook_payload(std::string(100000, '[')));
  const auto odd = parse_hook_payload(R"({"hook_event_name":5,"session_id":{},"background_tasks":{}})");
  ASSERT_TRUE(odd);
  EXPECT_EQ(odd->event, "");
  EXPECT_FALSE(odd->tasks_running);
}

TEST(EffectiveEvent, AGT_W10_a_turn_with_running_background_tasks_is_not_done) {
  const auto running = parse_hook_payload(R"({"hook_event_name":"Stop","background_tasks":[{"status":"running"}]})");
  EXPECT_EQ(effective_event(StatusEvent::done, running), StatusEvent::working);
  const auto finished = parse_hook_payload(R"({"hook_event_name":"Stop","background_tasks":[{"status":"completed"}]})");
  EXPECT_EQ(effective_event(StatusEvent::done, finished), StatusEvent::done);
  const auto server =
      parse_hook_payload(R"({"hook_event_name":"Stop","background_tasks":[{"type":"local_bash","status":"running"}]})");
  EXPECT_EQ(effective_event(StatusEvent::done, server), StatusEvent::done);
  const auto none = parse_hook_payload(R"({"hook_event_name":"Stop","background_tasks":[]})");
  EXPECT_EQ(effective_event(StatusEvent::done, none), StatusEvent::done);
  EXPECT_EQ(effective_event(StatusEvent::waiting, running), StatusEvent::waiting);
  EXPECT_EQ(effective_event(StatusEvent::done, std::nullopt), StatusEvent::done);
}

}  // namespace
}  // namespace agent
