#include "git/record.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/text.h"
#include "git/support.h"
#include "os/files.h"

namespace git {
namespace {

namespace fs = std::filesystem;
using testing::Directory;
using testing::TestRepository;
using testing::value;
using testing::write_file;

WorktreeRecord example() {
  return {.path = "/work/app__worktrees/x",
          .branch = "feature/x",
          .base = "main",
          .base_oid = std::string(40, 'a'),
          .dev = 2049,
          .ino = 123456789,
          .mux = {.mode = Mode::session, .target_name = "rev", .parent_session = "my work"},
          .sandbox = true,
          .config_id = "c0ffee",
          .origin = Origin::fork,
          .created_at = 1'700'000'000};
}

TEST(Record, SurvivesADisk) {
  const Directory place;
  const fs::path directory = place.path() / "state/worktrees/app-0123456789";
  EXPECT_EQ(value(load_record(directory, "x")), std::nullopt);
  ASSERT_TRUE(save_record(directory, "x", example()));
  EXPECT_EQ(value(load_record(directory, "x")), example());
  EXPECT_EQ(os::status_of(directory / "x.json")->mode, 0600U);
  EXPECT_EQ(os::status_of(directory)->mode, 0700U);
  ASSERT_TRUE(rename_record(directory, "x", "y"));
  EXPECT_EQ(value(load_record(directory, "x")), std::nullopt);
  const RecordList all = list_records(directory);
  ASSERT_EQ(all.records.size(), 1U);
  EXPECT_EQ(all.records[0].handle, "y");
  ASSERT_TRUE(remove_record(directory, "y"));
  EXPECT_TRUE(remove_record(directory, "y"));
  EXPECT_TRUE(list_records(directory).records.empty());
}

TEST(Record, AnyBytesInThePath) {
  for (const char* path : {"/t/with blank", "/t/new\nline", "/t/quote'\"\\", "/t/latin\xE4", "/t/\xC3\xA4"}) {
    WorktreeRecord record = example();
    record.path = path;
    EXPECT_EQ(value(parse_record(format_record(record))).path, fs::path(path));
  }
}

TEST(Record, SBX_E2_HostileContentsAreRefused) {
  const std::string good = format_record(example());
  ASSERT_TRUE(parse_record(good));
  const std::vector<std::pair<std::string, std::string>> changes = {
      {"/work/app__worktrees/x", "relative/path"},
      {"/work/app__worktrees/x", "/work/../etc"},
      {"/work/app__worktrees/x", "/"},
      {"/work/app__worktrees/x", "/work/x/"},
      {"/work/app__worktrees/x", "/work/\\u0000x"},
      {"feature/x", "--force"},
      {"feature/x", "a..b"},
      {"\"main\"", "\"--exec=x\""},
      {"\"main\"", "\"a\\nb\""},
      {std::string(40, 'a'), "HEAD"},
      {"2049", "-1"},
      {"2049", "\"2049\""},
      {"123456789", "1.5"},
      {"\"rev\"", "\"a\\u001b[31m\""},
      {"\"my work\"", "\"-t\""},
      {"\"session\"", "\"both\""},
      {"c0ffee", "../x"},
      {"true", "\"yes\""},
      {"\"fork\"", "\"moon\""},
      {"1700000000", "99999999999999999999"},
  };
  for (const auto& [from, to] : changes) {
    const std::string bad = base::replace_all(good, from, to);
    ASSERT_NE(bad, good) << from;
    EXPECT_FALSE(parse_record(bad)) << to;
  }
  for (const std::string& bad : {std::string(), std::string("[]"), std::string("{}"), good + "x",
                                 good.substr(0, good.size() / 2), std::string(100'000, ' ')}) {
    EXPECT_FALSE(parse_record(bad));
  }
}

TEST(Record, HostileHandlesNameNoFile) {
  const Directory place;
  for (const std::string& handle : {std::string(), std::string(".."), std::string("a/b"), std::string("../x"),
                                    std::string(".hidden"), std::string("a\nb"), std::string(300, 'x')}) {
    EXPECT_FALSE(load_record(place.path(), handle)) << handle;
    EXPECT_FALSE(save_record(place.path(), handle, example())) << handle;
    EXPECT_FALSE(remove_record(place.path(), handle)) << handle;
  }
}

TEST(Record, ADamagedFileIsNamed) {
  const Directory place;
  write_file(place.path() / "x.json", "{");
  const auto record = load_record(place.path(), "x");
  ASSERT_FALSE(record);
  EXPECT_NE(record.error().message.find("x.json"), std::string::npos);
  EXPECT_EQ(list_records(place.path()).refused.size(), 1U);
  EXPECT_TRUE(list_records(place.path()).records.empty());
}

TEST(Record, WhatCannotBeReadBackIsNotWritten) {
  const Directory place;
  WorktreeRecord record = example();
  record.path = "relative";
  EXPECT_FALSE(save_record(place.path(), "x", record));
  EXPECT_FALSE(fs::exists(place.path() / "x.json"));
}

class RecordCheck : public ::testing::Test {
 protected:
  Worktree worktree() const { return value(find_worktree(value(list_worktrees(repo_.discovered())), "topic")); }
  std::string differs(const WorktreeRecord& record) const { return difference(record, worktree()).value_or(""); }

  TestRepository repo_;
  fs::path linked_ = repo_.add_worktree("topic", "topic");
  WorktreeRecord record_ = value(record_for(worktree()));
};

TEST_F(RecordCheck, AFreshRecordMatches) {
  EXPECT_EQ(differs(record_), "");
  EXPECT_TRUE(check(record_, worktree()));
  const auto main = value(find_worktree(value(list_worktrees(repo_.discovered())), "app"));
  EXPECT_EQ(difference(value(record_for(main)), main), std::nullopt);
}

TEST_F(RecordCheck, SBX_E2_AForgedGitdirIsNoticed) {
  // The admin file of the worktree names an unrelated repository of the user.
  const TestRepository victim;
  write_file(repo_.main() / ".git/worktrees/topic/gitdir", (victim.main() / ".git").string() + "\n");
  const auto worktrees = value(list_worktrees(repo_.discovered()));
  ASSERT_EQ(worktrees[1].path, victim.main());
  EXPECT_NE(difference(record_, worktrees[1]).value_or("").find("git says"), std::string::npos);
  const auto checked = check(record_, worktrees[1]);
  ASSERT_FALSE(checked);
  EXPECT_NE(checked.error().message.find("does not match"), std::string::npos);
}

TEST_F(RecordCheck, AnotherBranch) {
  testing::run_git(linked_, {"checkout", "-q", "-b", "elsewhere"});
  EXPECT_NE(differs(record_).find("branch 'elsewhere'"), std::string::npos);
}

TEST_F(RecordCheck, AnotherDirectoryAtTheSamePath) {
  fs::rename(linked_, repo_.root() / "moved");
  fs::create_directories(linked_);
  fs::copy_file(repo_.root() / "moved/.git", linked_ / ".git");
  EXPECT_NE(differs(record_).find("another directory"), std::string::npos);
}

TEST_F(RecordCheck, ALinkInPlaceOfTheDirectory) {
  fs::rename(linked_, repo_.root() / "moved");
  fs::create_directory_symlink(repo_.root() / "moved", linked_);
  EXPECT_NE(differs(record_), "");
}

TEST_F(RecordCheck, SBX_E3_AForgedLinkFile) {
  const TestRepository victim;
  write_file(linked_ / ".git", "gitdir: " + (victim.main() / ".git").string() + "\n");
  EXPECT_NE(differs(record_).find("does not lead to"), std::string::npos);
  fs::remove(linked_ / ".git");
  fs::create_symlink(victim.main() / ".git", linked_ / ".git");
  EXPECT_NE(differs(record_).find("does not lead to"), std::string::npos);
}

TEST_F(RecordCheck, AMissingDirectoryMatchesByPathAndBranch) {
  fs::remove_all(linked_);
  EXPECT_EQ(differs(record_), "");
  record_.branch = "other";
  EXPECT_NE(differs(record_), "");
}

}  // namespace
}  // namespace git
