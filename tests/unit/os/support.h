#pragma once
// What the tests of this layer share.

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <string>
#include <thread>

#include "os/files.h"

namespace os::test {

// A directory of its own for each test, gone afterwards.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    auto made = make_temporary_directory(std::filesystem::temp_directory_path(), "wm-os-test-");
    EXPECT_TRUE(made.has_value());
    if (made) path_ = *made;
  }
  ~TemporaryDirectory() {
    if (path_.empty()) return;
    EXPECT_TRUE(remove_tree(path_).has_value());
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::filesystem::path& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

// Looks at `condition` until it holds; false when it does not within 10 s.
inline bool eventually(const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

// The contents of a file, empty when it is missing.
inline std::string text_of(const std::filesystem::path& path) {
  return read_file(path).value_or(std::string());
}

}  // namespace os::test

// An assertion that shows the error of a failed Result.
#define ASSERT_OK(expression)                                                  \
  do {                                                                         \
    const auto& ok_result_ = (expression);                                     \
    ASSERT_TRUE(ok_result_.has_value()) << base::describe(ok_result_.error()); \
  } while (false)
