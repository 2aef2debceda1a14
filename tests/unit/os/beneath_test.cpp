#include "os/beneath.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "os/beneath_guard.h"
#include "os/support.h"

namespace os {
namespace {

using test::TemporaryDirectory;
using test::text_of;
using testing::HasSubstr;

// Everything holds for openat2 and for the way without it. The guest's tree is `tree`; `outside` is what it must not
// reach.
class BeneathTest : public testing::TestWithParam<BeneathResolver> {
 protected:
  void SetUp() override {
    ASSERT_OK(make_directories(directory_ / "tree/sub/deep"));
    ASSERT_OK(make_directories(directory_ / "outside/sub"));
    ASSERT_OK(create_file(directory_ / "outside/secret", "secret"));
    ASSERT_OK(create_file(directory_ / "outside/sub/secret", "secret"));
    ASSERT_OK(create_file(directory_ / "tree/file", "contents"));
    ASSERT_OK(create_file(directory_ / "tree/sub/file", "inner"));
    auto opened = Beneath::open(directory_ / "tree");
    ASSERT_OK(opened);
    tree_.emplace(std::move(*opened));
    BeneathForTests::resolve_by(*tree_, GetParam());
  }

  void TearDown() override {
    EXPECT_EQ(text_of(directory_ / "outside/secret"), "secret");
    EXPECT_EQ(text_of(directory_ / "outside/sub/secret"), "secret");
    EXPECT_EQ(list_directory(directory_ / "outside"), (std::vector<std::string>{"secret", "sub"}));
    EXPECT_EQ(list_directory(directory_ / "outside/sub"), (std::vector<std::string>{"secret"}));
  }

  // Puts a link into the tree, in the place of whatever is there.
  void plant(const std::string& target, const std::string& where) {
    ASSERT_OK(remove_tree(directory_ / "tree" / where));
    ASSERT_OK(make_symlink(target, directory_ / "tree" / where));
  }

  std::filesystem::path outside() const { return directory_ / "outside"; }

  // Every operation on `path` must fail and have no effect outside (TearDown looks).
  void expect_refused(const std::string& path) {
    SCOPED_TRACE(path);
    EXPECT_FALSE(tree_->read(path));
    EXPECT_FALSE(tree_->read_if_exists(path));
    EXPECT_FALSE(tree_->open_file(path));
    EXPECT_FALSE(tree_->create(path, "evil"));
    EXPECT_FALSE(tree_->replace(path, "evil"));
    EXPECT_FALSE(tree_->list(path));
    EXPECT_FALSE(tree_->descend(path));
    EXPECT_FALSE(tree_->make_directories(path));
    EXPECT_FALSE(tree_->make_directories(path + "/below"));
    EXPECT_FALSE(tree_->symlink("x", path));
    EXPECT_FALSE(tree_->create(path + "/below", "evil"));
    EXPECT_FALSE(tree_->replace(path + "/below", "evil"));
    EXPECT_FALSE(tree_->symlink("x", path + "/below"));
    EXPECT_FALSE(tree_->rename("file", path + "/below"));
    EXPECT_FALSE(tree_->remove(path + "/secret"));
    EXPECT_FALSE(tree_->remove_tree(path + "/sub"));
    EXPECT_FALSE(tree_->status(path + "/secret"));
  }

  TemporaryDirectory directory_;
  std::optional<Beneath> tree_;
};

TEST_P(BeneathTest, ReadsAndWritesPlainFiles) {
  EXPECT_EQ(tree_->read("file").value(), "contents");
  EXPECT_EQ(tree_->read("sub/file").value(), "inner");
  EXPECT_EQ(tree_->read_if_exists("sub/missing").value(), std::nullopt);
  EXPECT_EQ(tree_->read_if_exists("missing/below").value(), std::nullopt);
  EXPECT_EQ(tree_->read_if_exists("file").value(), "contents");
  EXPECT_FALSE(tree_->read("missing"));
  ASSERT_OK(tree_->create("sub/new", "one", 0644));
  EXPECT_EQ(text_of(directory_ / "tree/sub/new"), "one");
  EXPECT_EQ(tree_->status("sub/new")->mode, 0644U);
  EXPECT_FALSE(tree_->create("sub/new", "two"));
  ASSERT_OK(tree_->replace("sub/new", "two"));
  ASSERT_OK(tree_->replace("sub/newer", "three", 0755));
  EXPECT_EQ(text_of(directory_ / "tree/sub/new"), "two");
  EXPECT_EQ(tree_->status("sub/newer")->mode, 0755U);
  EXPECT_EQ(tree_->list("sub").value(), (std::vector<std::string>{"deep", "file", "new", "newer"}));
}

TEST_P(BeneathTest, DirectoriesListsStatusAndRoot) {
  ASSERT_OK(tree_->make_directories("a/b/c", 0750));
  ASSERT_OK(tree_->make_directories("a/b/c"));
  EXPECT_EQ(tree_->status("a/b")->type, FileType::directory);
  EXPECT_EQ(tree_->status("a")->mode, 0750U);
  EXPECT_FALSE(tree_->make_directories("file/below"));
  for (const char* root : {"", "."}) {
    EXPECT_EQ(tree_->list(root).value(), (std::vector<std::string>{"a", "file", "sub"}));
    EXPECT_EQ(tree_->status(root)->type, FileType::directory);
    EXPECT_TRUE(tree_->make_directories(root));
  }
  const auto below = tree_->descend("sub");
  ASSERT_OK(below);
  EXPECT_EQ(below->read("file").value(), "inner");
  EXPECT_EQ(below->root(), directory_ / "tree/sub");
  EXPECT_FALSE(tree_->descend("file"));
  EXPECT_FALSE(tree_->list("file"));
}

TEST_P(BeneathTest, RemovesAndRenames) {
  ASSERT_OK(tree_->rename("file", "sub/moved"));
  EXPECT_EQ(tree_->read("sub/moved").value(), "contents");
  ASSERT_OK(tree_->remove("sub/moved"));
  ASSERT_OK(tree_->remove("sub/moved"));
  ASSERT_OK(tree_->remove("missing/below"));
  EXPECT_FALSE(tree_->remove("sub"));
  ASSERT_OK(tree_->remove_tree("sub"));
  ASSERT_OK(tree_->remove_tree("sub"));
  ASSERT_OK(tree_->remove_tree("missing/below"));
  EXPECT_TRUE(tree_->list("")->empty());
}

TEST_P(BeneathTest, SBX_E10_RefusesPathsThatAreNotPlain) {
  for (const std::string path : {"..", "../outside", "sub/../../outside", "/etc", "sub//file", "sub/", "./file",
                                 "sub/.", "sub/./file", "/", "//"}) {
    expect_refused(path);
  }
  expect_refused(outside().native());
  expect_refused(std::string("file\0x", 6));
  EXPECT_FALSE(tree_->status("../outside"));
  EXPECT_FALSE(tree_->remove("../outside/secret"));
  EXPECT_FALSE(tree_->remove_tree(".."));
  EXPECT_FALSE(tree_->remove_tree(""));
  EXPECT_FALSE(tree_->remove_tree("."));
  EXPECT_FALSE(tree_->rename("../outside/secret", "stolen"));
}

TEST_P(BeneathTest, SBX_E10_RefusesALinkAsTheFinalComponent) {
  plant((outside() / "secret").native(), "link");
  const auto read = tree_->read("link");
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error().message, HasSubstr("a symbolic link is in the way"));
  EXPECT_FALSE(tree_->read_if_exists("link"));
  EXPECT_FALSE(tree_->open_file("link"));
  EXPECT_FALSE(tree_->create("link", "evil"));
  EXPECT_FALSE(tree_->replace("link", "evil"));
  EXPECT_EQ(tree_->status("link")->type, FileType::symlink);
  EXPECT_EQ(tree_->read_link("link").value(), (outside() / "secret").native());
}

TEST_P(BeneathTest, SBX_E10_RefusesLinksInTheMiddleAndToDirectories) {
  plant("../outside", "relative");
  plant(outside().native(), "absolute");
  plant("../../outside", "sub/deep");
  for (const char* path : {"relative", "absolute", "sub/deep"}) expect_refused(path);
  for (const char* path : {"relative/sub", "absolute/sub", "sub/deep/sub"}) expect_refused(path);
  EXPECT_FALSE(tree_->read("relative/secret"));
  EXPECT_FALSE(tree_->read("sub/deep/sub/secret"));
  EXPECT_FALSE(tree_->rename("relative/secret", "stolen"));
}

// Also a link that stays inside: one rule, no exceptions.
TEST_P(BeneathTest, SBX_E10_RefusesLinksThatStayInside) {
  plant("sub", "inside");
  EXPECT_FALSE(tree_->read("inside/file"));
  EXPECT_FALSE(tree_->list("inside"));
  plant("file", "alias");
  EXPECT_FALSE(tree_->read("alias"));
}

TEST_P(BeneathTest, SBX_E10_RefusesLinksThroughProc) {
  const Descriptor away(::open(outside().c_str(), O_PATH | O_CLOEXEC));
  plant("/proc/self/fd/" + std::to_string(away.get()), "magic");
  expect_refused("magic");
  EXPECT_FALSE(tree_->read("magic/secret"));
}

TEST_P(BeneathTest, SBX_E10_RemovingALinkLeavesItsTarget) {
  plant(outside().native(), "link");
  ASSERT_OK(tree_->remove("link"));
  EXPECT_FALSE(tree_->status("link"));
  plant(outside().native(), "link");
  ASSERT_OK(tree_->remove_tree("link"));
  EXPECT_FALSE(tree_->status("link"));
  plant("../../../outside", "sub/deep");
  ASSERT_OK(tree_->remove_tree("sub"));
}

TEST_P(BeneathTest, SBX_E10_RenamingOverALinkReplacesTheLink) {
  plant((outside() / "secret").native(), "link");
  ASSERT_OK(tree_->rename("file", "link"));
  EXPECT_EQ(tree_->status("link")->type, FileType::regular);
  plant(outside().native(), "link");
  ASSERT_OK(tree_->rename("sub/file", "link"));
  EXPECT_EQ(tree_->read("link").value(), "inner");
}

TEST_P(BeneathTest, SBX_E10_RefusesFifosDevicesAndDirectoriesAsFiles) {
  ASSERT_EQ(::mkfifo((directory_ / "tree/fifo").c_str(), 0600), 0);
  for (const char* path : {"fifo", "sub"}) {
    EXPECT_FALSE(tree_->read(path)) << path;
    EXPECT_FALSE(tree_->read_if_exists(path)) << path;
    EXPECT_FALSE(tree_->open_file(path)) << path;
    EXPECT_FALSE(tree_->replace(path, "x")) << path;
    EXPECT_FALSE(tree_->create(path, "x")) << path;
  }
  const auto replaced = tree_->replace("fifo", "x");
  EXPECT_THAT(replaced.error().message, HasSubstr("not a regular file"));
  ASSERT_OK(tree_->remove("fifo"));
}

TEST_P(BeneathTest, SBX_E10_RefusesToReplaceAFileWithASecondHardLink) {
  ASSERT_EQ(::link((outside() / "secret").c_str(), (directory_ / "tree/hard").c_str()), 0);
  const auto replaced = tree_->replace("hard", "evil");
  ASSERT_FALSE(replaced);
  EXPECT_THAT(replaced.error().message, HasSubstr("more than one hard link"));
  EXPECT_EQ(tree_->list("").value(), (std::vector<std::string>{"file", "hard", "sub"}));
}

TEST_P(BeneathTest, ALimitHolds) {
  EXPECT_TRUE(tree_->read("file", 8));
  EXPECT_FALSE(tree_->read("file", 7));
  EXPECT_FALSE(tree_->read_if_exists("file", 7));
}

TEST_P(BeneathTest, TheRootMayBeReachedThroughALinkAndStaysTheSame) {
  ASSERT_OK(make_symlink("tree", directory_ / "way"));
  auto opened = Beneath::open(directory_ / "way");
  ASSERT_OK(opened);
  BeneathForTests::resolve_by(*opened, GetParam());
  EXPECT_EQ(opened->read("file").value(), "contents");
  // The path leads elsewhere now; the opened root does not.
  ASSERT_OK(remove_file(directory_ / "way"));
  ASSERT_OK(make_symlink("outside", directory_ / "way"));
  EXPECT_EQ(opened->read("file").value(), "contents");
  EXPECT_FALSE(opened->read("secret"));
  EXPECT_FALSE(Beneath::open(directory_ / "tree/file"));
  EXPECT_FALSE(Beneath::open(directory_ / "missing"));
}

TEST_P(BeneathTest, MakesLinksWithoutFollowingOthers) {
  ASSERT_OK(tree_->symlink("/anywhere", "sub/link"));
  EXPECT_EQ(tree_->read_link("sub/link").value(), "/anywhere");
  EXPECT_FALSE(tree_->symlink("/other", "sub/link"));
  EXPECT_FALSE(tree_->read_link("file"));
}

// The guest swaps a directory for a link to outside as fast as it can while we work in it.
TEST_P(BeneathTest, SBX_E10_ARaceForAComponentIsNeverLost) {
  std::atomic<bool> over = false;
  const auto place = directory_ / "tree/race";
  const auto spare = directory_ / "tree/spare";
  ASSERT_OK(make_directories(place));
  ASSERT_OK(make_symlink("../outside", spare));
  std::thread attacker([&] {
    while (!over) ::renameat2(AT_FDCWD, place.c_str(), AT_FDCWD, spare.c_str(), RENAME_EXCHANGE);
  });
  int written = 0;
  for (int i = 0; i < 1500; ++i) {
    const auto read = tree_->read_if_exists("race/secret");
    EXPECT_FALSE(read && *read);
    if (tree_->replace("race/file", "text")) ++written;
    static_cast<void>(tree_->make_directories("race/made/deep"));
    static_cast<void>(tree_->remove("race/secret"));
    static_cast<void>(tree_->remove_tree("race/made"));
  }
  over = true;
  attacker.join();
  EXPECT_GT(written, 0);
}

INSTANTIATE_TEST_SUITE_P(Both, BeneathTest, testing::Values(BeneathResolver::kernel, BeneathResolver::components),
                         [](const auto& param) {
                           return param.param == BeneathResolver::kernel ? "kernel" : "components";
                         });

}  // namespace
}  // namespace os
