#include "git/config_lock.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "git/config_file.h"
#include "os/support.h"

namespace git {
namespace {

class ConfigLockTest : public testing::Test {
 protected:
  os::test::TemporaryDirectory directory_;
  const std::filesystem::path file_ = directory_ / "config";
  const std::filesystem::path lock_ = directory_ / "config.lock";

  void leave_lock(const std::string& text) { ASSERT_OK(os::write_atomically(lock_, text)); }
  static std::string mark_of(pid_t process) {
    return "# workmux writes these settings: process " + std::to_string(process) + "\n";
  }
  static pid_t dead_process() {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(0);
    ::waitpid(child, nullptr, 0);
    return child;
  }
};

TEST_F(ConfigLockTest, is_there_as_long_as_it_is_held) {
  {
    const auto lock = ConfigLock::take(file_);
    ASSERT_OK(lock);
    EXPECT_EQ(os::read_file(lock_).value_or(""), mark_of(::getpid()));
    EXPECT_FALSE(ConfigLock::take(file_));
  }
  EXPECT_TRUE(os::list_directory(directory_.path()).empty());
}

TEST_F(ConfigLockTest, one_of_a_killed_workmux_stops_nobody) {
  leave_lock(mark_of(dead_process()));
  ASSERT_OK(edit_config(file_, {ConfigEdit::set("a.x", "1")}));
  EXPECT_EQ(os::list_directory(directory_.path()), std::vector<std::string>{"config"});
}

TEST_F(ConfigLockTest, others_are_left_alone) {
  for (const std::string& text : {std::string(), std::string("[a]\n\tx = 1\n"), mark_of(::getppid()),
                                  mark_of(dead_process()) + "more", mark_of(0)}) {
    leave_lock(text);
    EXPECT_FALSE(ConfigLock::take(file_)) << text;
    EXPECT_EQ(os::read_file(lock_).value_or("(gone)"), text);
  }
}

}  // namespace
}  // namespace git
