#include "os/files.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/support.h"

namespace os {
namespace {

using test::TemporaryDirectory;

TEST(Files, StatusTellsLinksFromTheirTargets) {
  const TemporaryDirectory directory;
  ASSERT_OK(create_file(directory / "file", "12345", 0640));
  ASSERT_OK(make_symlink("file", directory / "link"));
  const auto file = status_of(directory / "file");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->type, FileType::regular);
  EXPECT_EQ(file->size, 5U);
  EXPECT_EQ(file->mode, 0640U);
  EXPECT_EQ(file->links, 1U);
  EXPECT_EQ(file->owner, ::getuid());
  EXPECT_GT(file->modified_ns, 1'600'000'000'000'000'000);
  EXPECT_EQ(status_of(directory / "link")->type, FileType::symlink);
  EXPECT_EQ(status_following(directory / "link")->inode, file->inode);
  EXPECT_EQ(status_of(directory.path())->type, FileType::directory);
  EXPECT_EQ(status_of("/dev/null")->type, FileType::other);
}

TEST(Files, StatusOfWhatIsMissingIsNothing) {
  const TemporaryDirectory directory;
  ASSERT_OK(create_file(directory / "file", ""));
  EXPECT_FALSE(status_of(directory / "missing"));
  EXPECT_FALSE(status_of(directory / "missing/below"));
  EXPECT_FALSE(status_of(directory / "file/below"));
  ASSERT_OK(make_symlink("missing", directory / "dangling"));
  EXPECT_TRUE(status_of(directory / "dangling"));
  EXPECT_FALSE(status_following(directory / "dangling"));
}

TEST(Files, ReadsAllSizes) {
  const TemporaryDirectory directory;
  for (const size_t size : {0U, 1U, 4095U, 4096U, 4097U, 1'000'000U}) {
    const std::string text(size, 'x');
    ASSERT_OK(write_atomically(directory / "file", text));
    EXPECT_EQ(test::text_of(directory / "file"), text);
  }
}

TEST(Files, ReadsFilesOfProcThatSayTheyAreEmpty) {
  const auto text = read_file("/proc/self/status");
  ASSERT_OK(text);
  EXPECT_NE(text->find("Pid:"), std::string::npos);
}

TEST(Files, AFileLargerThanTheLimitIsAnError) {
  const TemporaryDirectory directory;
  ASSERT_OK(create_file(directory / "file", "123456"));
  EXPECT_TRUE(read_file(directory / "file", 6));
  const auto result = read_file(directory / "file", 5);
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().message.find("larger than 5 bytes"), std::string::npos);
  EXPECT_FALSE(read_file("/proc/self/status", 10));
}

TEST(Files, ReadingAFifoFailsAndDoesNotHang) {
  const TemporaryDirectory directory;
  ASSERT_EQ(::mkfifo((directory / "fifo").c_str(), 0600), 0);
  EXPECT_FALSE(read_file(directory / "fifo"));
  EXPECT_FALSE(read_file_if_exists(directory / "fifo"));
  EXPECT_FALSE(read_file(directory.path()));
}

TEST(Files, AMissingFileIsNamed) {
  const auto result = read_file("/no/such/file");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, "Could not read '/no/such/file'");
  EXPECT_EQ(result.error().causes, (std::vector<std::string>{"No such file or directory"}));
}

TEST(Files, ReadIfExistsTellsMissingFromUnreadable) {
  const TemporaryDirectory directory;
  ASSERT_OK(create_file(directory / "file", "x"));
  EXPECT_EQ(read_file_if_exists(directory / "file").value(), "x");
  EXPECT_EQ(read_file_if_exists(directory / "missing").value(), std::nullopt);
  EXPECT_EQ(read_file_if_exists(directory / "file/below").value(), std::nullopt);
  ASSERT_OK(make_symlink("loop", directory / "loop"));
  EXPECT_FALSE(read_file_if_exists(directory / "loop"));
}

TEST(Files, ListsNamesSorted) {
  const TemporaryDirectory directory;
  for (const char* name : {"b", "a", ".hidden", "C"}) ASSERT_OK(create_file(directory / name, ""));
  EXPECT_EQ(list_directory(directory.path()), (std::vector<std::string>{".hidden", "C", "a", "b"}));
  EXPECT_TRUE(list_directory(directory / "missing").empty());
  EXPECT_TRUE(list_directory(directory / "a").empty());
}

TEST(Files, RealPathResolvesLinks) {
  const TemporaryDirectory directory;
  const auto root = real_path(directory.path()).value();
  ASSERT_OK(make_directories(directory / "a/b"));
  ASSERT_OK(make_symlink("a/b", directory / "link"));
  EXPECT_EQ(real_path(directory / "link/../b").value(), root / "a/b");
  const auto missing = real_path(directory / "missing");
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("missing"), std::string::npos);
}

TEST(Files, IsWithinComparesWholeComponents) {
  EXPECT_TRUE(is_within("/a/b", "/a"));
  EXPECT_TRUE(is_within("/a", "/a"));
  EXPECT_TRUE(is_within("/a/", "/a"));
  EXPECT_TRUE(is_within("/a", "/a/"));
  EXPECT_TRUE(is_within("/a/b", "/"));
  EXPECT_FALSE(is_within("/ab", "/a"));
  EXPECT_FALSE(is_within("/a/../b", "/a"));
  EXPECT_FALSE(is_within("/", "/a"));
  EXPECT_FALSE(is_within("a/b", "/a"));
  EXPECT_FALSE(is_within("/a/b", "a"));
  EXPECT_TRUE(is_within("a/b", "a"));
  EXPECT_TRUE(is_within("a", "."));
  EXPECT_FALSE(is_within("../a", "."));
}

TEST(Files, ProgramPathIsThisProgram) {
  EXPECT_EQ(program_path().filename(), "unit_os");
  EXPECT_TRUE(program_path().is_absolute());
}

TEST(Files, CurrentDirectoryFollowsAChange) {
  const auto before = current_directory();
  ASSERT_OK(before);
  const TemporaryDirectory directory;
  ASSERT_OK(change_directory(directory.path()));
  EXPECT_EQ(current_directory().value(), real_path(directory.path()).value());
  ASSERT_OK(make_directories(directory / "gone"));
  ASSERT_OK(change_directory(directory / "gone"));
  ASSERT_OK(remove_empty_directory(directory / "gone"));
  const auto gone = current_directory();
  EXPECT_FALSE(gone);
  EXPECT_FALSE(change_directory("/no/such/directory"));
  ASSERT_OK(change_directory(*before));
}

}  // namespace
}  // namespace os
