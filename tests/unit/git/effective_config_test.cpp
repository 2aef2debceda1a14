#include "git/effective_config.h"

#include <gtest/gtest.h>

#include <optional>

#include "base/text.h"
#include "git/support.h"

namespace git {
namespace {

using testing::Directory;
using testing::TestRepository;
using testing::write_file;

constexpr const char* kGit = "/usr/bin/git";

struct EffectiveConfig : public ::testing::Test {
  Directory home;
  TestRepository repo;
  os::Environment environment = os::Environment::current();

  void SetUp() override {
    environment.set("HOME", home.path().string());
    environment.set("GIT_CONFIG_NOSYSTEM", "1");
    environment.unset("GIT_CONFIG_GLOBAL");
    environment.unset("XDG_CONFIG_HOME");
  }

  std::optional<std::string> name(const Repository& at) const {
    const auto config = effective_config(at, environment, kGit);
    return config ? std::optional<std::string>(config->get("user.name").value_or("")) : std::nullopt;
  }

  // The same question to git itself.
  std::string git_says(const Repository& at) const {
    const auto runner = Runner::create(at, environment, {});
    if (!runner) return "no git";
    const auto said = runner->output({"config", "--default", "", "--get", "user.name"});
    return std::string(base::trim(testing::value(said)));
  }

  void expect_as_git(const Repository& at) const { EXPECT_EQ(name(at), git_says(at)); }
};

TEST_F(EffectiveConfig, LaterFilesWinAsForGit) {
  const auto at = repo.discovered();
  expect_as_git(at);
  write_file(home.path() / ".config/git/config", "[user]\n\tname = From XDG\n");
  expect_as_git(at);
  EXPECT_EQ(name(at), "From XDG");
  write_file(home.path() / ".gitconfig", "[include]\n\tpath = ~/more\n[core]\n\tx\n");
  write_file(home.path() / "more", "[user]\n\tname = Included\n");
  expect_as_git(at);
  EXPECT_EQ(name(at), "Included");
  repo.git({"config", "user.name", "Local"});
  expect_as_git(at);
  EXPECT_EQ(name(at), "Local");
}

TEST_F(EffectiveConfig, AWorktreesOwnFileCountsWhereTheRepositorySaysSo) {
  const auto linked = repo.discovered(repo.add_worktree("w", "w"));
  write_file(linked.git_dir / "config.worktree", "[user]\n\tname = Its own\n");
  expect_as_git(linked);
  repo.git({"config", "extensions.worktreeConfig", "true"});
  expect_as_git(linked);
  EXPECT_EQ(name(linked), "Its own");
  expect_as_git(repo.discovered());
}

TEST_F(EffectiveConfig, NoFileAtAllIsNone) {
  environment.set("GIT_CONFIG_GLOBAL", "/dev/null");
  EXPECT_EQ(name(repo.discovered()), "");
  environment.set("GIT_CONFIG_GLOBAL", (home.path() / "missing").string());
  EXPECT_EQ(name(repo.discovered()), "");
}

TEST_F(EffectiveConfig, OnlyGitCanTellWhatConditionsMean) {
  write_file(home.path() / ".gitconfig", "[includeIf \"gitdir:~/\"]\n\tpath = ~/more\n");
  EXPECT_EQ(name(repo.discovered()), std::nullopt);
}

TEST_F(EffectiveConfig, OrWhereItsSystemWideFileLies) {
  environment.unset("GIT_CONFIG_NOSYSTEM");
  EXPECT_FALSE(effective_config(repo.discovered(), environment, "/opt/git/bin/git"));
  EXPECT_TRUE(effective_config(repo.discovered(), environment, kGit));
}

TEST_F(EffectiveConfig, OrWhatABrokenFileSays) {
  write_file(home.path() / ".gitconfig", "[user\n");
  EXPECT_EQ(name(repo.discovered()), std::nullopt);
}

}  // namespace
}  // namespace git
