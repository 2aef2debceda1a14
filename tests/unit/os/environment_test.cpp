#include "os/environment.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace os {
namespace {

TEST(Environment, ReadsThatOfTheProcess) {
  ::setenv("WM_OS_TEST", "a=b", 1);
  EXPECT_EQ(Environment::current().get("WM_OS_TEST"), "a=b");
  ::unsetenv("WM_OS_TEST");
  EXPECT_FALSE(Environment::current().has("WM_OS_TEST"));
}

TEST(Environment, TellsEmptyFromUnset) {
  Environment environment;
  environment.set("EMPTY", "");
  EXPECT_TRUE(environment.has("EMPTY"));
  EXPECT_EQ(environment.get("EMPTY"), "");
  EXPECT_FALSE(environment.get_non_empty("EMPTY"));
  EXPECT_FALSE(environment.get("MISSING"));
}

TEST(Environment, ListsSortedStrings) {
  Environment environment;
  environment.set("B", "2");
  environment.set("A", "1");
  environment.set("B", "3");
  EXPECT_EQ(environment.strings(), (std::vector<std::string>{"A=1", "B=3"}));
}

TEST(Environment, UnsetsByNameAndByPrefix) {
  Environment environment;
  for (const char* name : {"GIT_DIR", "GIT_WORK_TREE", "GITHUB", "HOME"}) environment.set(name, "x");
  environment.unset_prefix("GIT_");
  environment.unset("HOME");
  environment.unset("MISSING");
  EXPECT_EQ(environment.strings(), (std::vector<std::string>{"GITHUB=x"}));
}

}  // namespace
}  // namespace os
