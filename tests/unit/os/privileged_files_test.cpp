#include "os/privileged_files.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <fstream>

#include "os/support.h"

namespace os {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class Privileged : public testing::Test {
 protected:
  std::filesystem::path file(const std::string& name, mode_t mode) {
    const auto path = directory.path() / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << "x";
    EXPECT_EQ(::chmod(path.c_str(), mode), 0);
    return path;
  }
  static mode_t mode_of(const std::filesystem::path& path) {
    struct stat status = {};
    return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : 0;
  }
  PrivilegedFiles strip(std::chrono::system_clock::time_point since = {}) {
    const auto tree = Beneath::open(directory.path());
    EXPECT_TRUE(tree);
    return strip_privileged_files(*tree, since, seconds(10));
  }

  const test::TemporaryDirectory directory;
};

TEST_F(Privileged, SBX_E16_BitsAreTakenFromProgramsAndNothingElseChanges) {
  const auto user = file("a/b/user", 04755);
  const auto group = file("group", 02751);
  const auto plain = file("plain", 0755);
  ASSERT_EQ(::mkdir((directory.path() / "shared").c_str(), 0755), 0);
  ASSERT_EQ(::chmod((directory.path() / "shared").c_str(), 02775), 0);
  const auto found = strip();
  EXPECT_THAT(found.stripped, UnorderedElementsAre("a/b/user", "group"));
  EXPECT_THAT(found.removed, IsEmpty());
  EXPECT_TRUE(found.complete);
  EXPECT_EQ(mode_of(user), 0755U);
  EXPECT_EQ(mode_of(group), 0751U);
  EXPECT_EQ(mode_of(plain), 0755U);
  EXPECT_EQ(mode_of(directory.path() / "shared"), 02775U);
}

TEST_F(Privileged, SBX_E16_LinksAreNotFollowed) {
  const test::TemporaryDirectory elsewhere;
  const auto outside = elsewhere.path() / "program";
  std::ofstream(outside) << "x";
  ASSERT_EQ(::chmod(outside.c_str(), 04755), 0);
  std::filesystem::create_symlink(outside, directory.path() / "link");
  std::filesystem::create_directory_symlink(elsewhere.path(), directory.path() / "directory");
  EXPECT_THAT(strip().stripped, IsEmpty());
  EXPECT_EQ(mode_of(outside), 04755U);
}

TEST_F(Privileged, WhatTheUserMadeBeforeTheRunStays) {
  const auto old = file("old", 04755);
  EXPECT_THAT(strip(std::chrono::system_clock::now() + seconds(60)).stripped, IsEmpty());
  EXPECT_EQ(mode_of(old), 04755U);
}

TEST_F(Privileged, SBX_E16_DevicesAreRemoved) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can make devices";
  const auto device = directory.path() / "device";
  ASSERT_EQ(::mknod(device.c_str(), S_IFCHR | 0666, makedev(1, 3)), 0);
  EXPECT_THAT(strip().removed, ElementsAre("device"));
  EXPECT_FALSE(std::filesystem::exists(device));
}

TEST_F(Privileged, WhatLiesTooDeepIsSaid) {
  std::string path = "d";
  for (int i = 0; i < 300; ++i) path += "/d";
  std::filesystem::create_directories(directory.path() / path);
  EXPECT_FALSE(strip().complete);
}

}  // namespace
}  // namespace os
