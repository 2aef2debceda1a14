#include "os/watch.h"

#include <gtest/gtest.h>

#include "os/support.h"

namespace os {
namespace {

using std::chrono::milliseconds;
using test::TemporaryDirectory;

// Waits until an event about `name` comes, with `removed` as wanted.
bool sees(Watcher& watcher, const std::string& name, bool removed) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (std::chrono::steady_clock::now() < end) {
    for (const WatchEvent& event : watcher.wait(milliseconds(1000))) {
      if (event.name == name && event.removed == removed) return true;
    }
  }
  return false;
}

TEST(Watch, TellsWhatHappensToEntries) {
  const TemporaryDirectory directory;
  auto watcher = Watcher::create();
  ASSERT_OK(watcher);
  ASSERT_OK(watcher->add(directory.path()));
  EXPECT_TRUE(watcher->read().empty());
  ASSERT_OK(create_file(directory / "a", "x"));
  EXPECT_TRUE(sees(*watcher, "a", false));
  ASSERT_OK(rename_path(directory / "a", directory / "b"));
  EXPECT_TRUE(sees(*watcher, "b", false));
  ASSERT_OK(remove_file(directory / "b"));
  EXPECT_TRUE(sees(*watcher, "b", true));
  ASSERT_OK(write_atomically(directory / "c", "x"));
  EXPECT_TRUE(sees(*watcher, "c", false));
}

TEST(Watch, TellsTheEndOfTheDirectory) {
  const TemporaryDirectory directory;
  ASSERT_OK(make_directories(directory / "sub"));
  auto watcher = Watcher::create();
  ASSERT_OK(watcher);
  ASSERT_OK(watcher->add(directory / "sub"));
  ASSERT_OK(remove_tree(directory / "sub"));
  EXPECT_TRUE(sees(*watcher, "", true));
}

TEST(Watch, TellsWatchesAndDirectoriesApart) {
  const TemporaryDirectory directory;
  ASSERT_OK(make_directories(directory / "one"));
  ASSERT_OK(make_directories(directory / "two"));
  auto watcher = Watcher::create();
  ASSERT_OK(watcher);
  const int one = watcher->add(directory / "one").value();
  const int two = watcher->add(directory / "two").value();
  EXPECT_NE(one, two);
  ASSERT_OK(make_directories(directory / "two/dir"));
  const auto events = watcher->wait(milliseconds(10'000));
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].watch, two);
  EXPECT_TRUE(events[0].is_directory);
  EXPECT_FALSE(events[0].overflow);
  watcher->remove(two);
  ASSERT_OK(create_file(directory / "two/file", ""));
  EXPECT_TRUE(watcher->wait(milliseconds(50)).empty());
}

TEST(Watch, WaitsNoLongerThanAsked) {
  auto watcher = Watcher::create();
  ASSERT_OK(watcher);
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(watcher->wait(milliseconds(60)).empty());
  EXPECT_GE(std::chrono::steady_clock::now() - begin, milliseconds(60));
}

TEST(Watch, OnlyDirectoriesCanBeWatched) {
  const TemporaryDirectory directory;
  ASSERT_OK(create_file(directory / "file", ""));
  auto watcher = Watcher::create();
  ASSERT_OK(watcher);
  EXPECT_FALSE(watcher->add(directory / "file"));
  const auto missing = watcher->add(directory / "missing");
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("missing"), std::string::npos);
}

}  // namespace
}  // namespace os
