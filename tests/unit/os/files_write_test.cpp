#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "os/files.h"
#include "os/support.h"

namespace os {
namespace {

using test::TemporaryDirectory;
using test::text_of;

TEST(FilesWrite, WriteAtomicallyReplacesTextAndMode) {
  const TemporaryDirectory directory;
  ASSERT_OK(write_atomically(directory / "file", "one"));
  EXPECT_EQ(status_of(directory / "file")->mode, 0600U);
  ASSERT_OK(write_atomically(directory / "file", "two", 0755, Durable::yes));
  EXPECT_EQ(text_of(directory / "file"), "two");
  EXPECT_EQ(status_of(directory / "file")->mode, 0755U);
  EXPECT_EQ(list_directory(directory.path()), (std::vector<std::string>{"file"}));
}

TEST(FilesWrite, WriteAtomicallyReplacesALinkAndLeavesItsTarget) {
  const TemporaryDirectory directory;
  ASSERT_OK(create_file(directory / "target", "precious"));
  ASSERT_OK(make_symlink("target", directory / "link"));
  ASSERT_OK(write_atomically(directory / "link", "new"));
  EXPECT_EQ(text_of(directory / "target"), "precious");
  EXPECT_EQ(status_of(directory / "link")->type, FileType::regular);
}

TEST(FilesWrite, AFailedWriteLeavesNothing) {
  const TemporaryDirectory directory;
  ASSERT_OK(make_directories(directory / "taken/below"));
  const auto result = write_atomically(directory / "taken", "text");
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().message.find("taken"), std::string::npos);
  EXPECT_EQ(list_directory(directory.path()), (std::vector<std::string>{"taken"}));
  EXPECT_FALSE(write_atomically(directory / "missing/file", "text"));
}

TEST(FilesWrite, ReadersNeverSeeAPart) {
  const TemporaryDirectory directory;
  const std::string one(200'000, 'a');
  const std::string two(100'000, 'b');
  ASSERT_OK(write_atomically(directory / "file", one));
  std::atomic<bool> over = false;
  std::atomic<int> torn = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 4; ++i) {
    readers.emplace_back([&] {
      while (!over) {
        const std::string text = text_of(directory / "file");
        if (text != one && text != two) ++torn;
      }
    });
  }
  for (int i = 0; i < 300; ++i) ASSERT_OK(write_atomically(directory / "file", i % 2 == 0 ? two : one));
  over = true;
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(torn, 0);
}

TEST(FilesWrite, CreateFileRefusesWhatExists) {
  const TemporaryDirectory directory;
  ASSERT_OK(create_file(directory / "file", "x", 0644));
  EXPECT_EQ(status_of(directory / "file")->mode, 0644U);
  EXPECT_FALSE(create_file(directory / "file", "y"));
  ASSERT_OK(make_symlink("elsewhere", directory / "dangling"));
  EXPECT_FALSE(create_file(directory / "dangling", "y"));
  EXPECT_FALSE(status_of(directory / "elsewhere"));
}

TEST(FilesWrite, AppendsAndCreates) {
  const TemporaryDirectory directory;
  ASSERT_OK(append_to_file(directory / "file", "a"));
  ASSERT_OK(append_to_file(directory / "file", "b"));
  EXPECT_EQ(text_of(directory / "file"), "ab");
  EXPECT_EQ(status_of(directory / "file")->mode, 0600U);
  ASSERT_EQ(::mkfifo((directory / "fifo").c_str(), 0600), 0);
  EXPECT_FALSE(append_to_file(directory / "fifo", "x"));
}

TEST(FilesWrite, MakeDirectoriesMakesAllOfThem) {
  const TemporaryDirectory directory;
  ASSERT_OK(make_directories(directory / "a/b/c/", 0750));
  EXPECT_EQ(status_of(directory / "a")->mode, 0750U);
  EXPECT_EQ(status_of(directory / "a/b/c")->mode, 0750U);
  ASSERT_OK(make_directories(directory / "a/b/c"));
  ASSERT_OK(create_file(directory / "file", ""));
  const auto result = make_directories(directory / "file/below");
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().message.find("is not a directory"), std::string::npos);
  EXPECT_FALSE(make_directories(""));
}

TEST(FilesWrite, TemporaryDirectoriesAreOursAlone) {
  const TemporaryDirectory directory;
  const auto first = make_temporary_directory(directory.path(), "x-");
  const auto second = make_temporary_directory(directory.path(), "x-");
  ASSERT_OK(first);
  ASSERT_OK(second);
  EXPECT_NE(*first, *second);
  EXPECT_EQ(status_of(*first)->mode, 0700U);
  EXPECT_TRUE(first->filename().native().starts_with("x-"));
  EXPECT_FALSE(make_temporary_directory(directory / "missing", "x-"));
}

TEST(FilesWrite, RemovingWhatIsMissingIsFine) {
  const TemporaryDirectory directory;
  EXPECT_TRUE(remove_file(directory / "missing"));
  EXPECT_TRUE(remove_empty_directory(directory / "missing"));
  EXPECT_TRUE(remove_tree(directory / "missing"));
  EXPECT_TRUE(remove_tree(directory / "missing/below"));
  ASSERT_OK(make_directories(directory / "full/x"));
  EXPECT_FALSE(remove_empty_directory(directory / "full"));
  EXPECT_FALSE(remove_file(directory / "full"));
}

TEST(FilesWrite, RenameWithoutReplacingKeepsBoth) {
  const TemporaryDirectory directory;
  ASSERT_OK(create_file(directory / "a", "a"));
  ASSERT_OK(create_file(directory / "b", "b"));
  EXPECT_FALSE(rename_without_replacing(directory / "a", directory / "b"));
  EXPECT_EQ(text_of(directory / "a"), "a");
  EXPECT_EQ(text_of(directory / "b"), "b");
  ASSERT_OK(rename_without_replacing(directory / "a", directory / "c"));
  EXPECT_EQ(text_of(directory / "c"), "a");
  ASSERT_OK(make_directories(directory / "empty"));
  ASSERT_OK(make_directories(directory / "other"));
  EXPECT_FALSE(rename_without_replacing(directory / "other", directory / "empty"));
  ASSERT_OK(rename_path(directory / "c", directory / "b"));
  EXPECT_EQ(text_of(directory / "b"), "a");
}

TEST(FilesWrite, CopiesContentsWithTheModeAskedFor) {
  const TemporaryDirectory directory;
  const std::string text(300'000, 'z');
  ASSERT_OK(create_file(directory / "from", text, 0600));
  ASSERT_OK(copy_file(directory / "from", directory / "to", 0755));
  EXPECT_EQ(text_of(directory / "to"), text);
  EXPECT_EQ(status_of(directory / "to")->mode, 0755U);
  ASSERT_OK(copy_file("/proc/self/status", directory / "to", 0600));
  EXPECT_NE(text_of(directory / "to").find("Pid:"), std::string::npos);
  EXPECT_FALSE(copy_file(directory.path(), directory / "to", 0600));
  EXPECT_FALSE(copy_file(directory / "missing", directory / "to", 0600));
}

TEST(FilesWrite, SetsModes) {
  const TemporaryDirectory directory;
  ASSERT_OK(create_file(directory / "file", ""));
  ASSERT_OK(set_mode(directory / "file", 0444));
  EXPECT_EQ(status_of(directory / "file")->mode, 0444U);
  EXPECT_FALSE(set_mode(directory / "missing", 0444));
}

}  // namespace
}  // namespace os
