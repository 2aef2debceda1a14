#include "git/support.h"

#include <cstdlib>

#include "base/text.h"
#include "os/files.h"

namespace git::testing {
namespace {

namespace fs = std::filesystem;

// Before any test: a world in which only the tests' own repositories exist.
class World : public ::testing::Environment {
 public:
  void SetUp() override {
    home_ = value(os::make_temporary_directory(fs::temp_directory_path(), "workmux-git-home-"));
    for (const char* name : {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_CONFIG_PARAMETERS", "GIT_EDITOR"}) {
      unsetenv(name);
    }
    setenv("HOME", home_.c_str(), 1);
    setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
    setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
    setenv("GIT_AUTHOR_NAME", "A U Thor", 1);
    setenv("GIT_AUTHOR_EMAIL", "author@example.com", 1);
    setenv("GIT_COMMITTER_NAME", "A U Thor", 1);
    setenv("GIT_COMMITTER_EMAIL", "author@example.com", 1);
  }
  void TearDown() override { (void)os::remove_tree(home_); }

 private:
  fs::path home_;
};

const ::testing::Environment* const kWorld = ::testing::AddGlobalTestEnvironment(new World);

}  // namespace

Directory::Directory()
    : path_(value(os::real_path(value(os::make_temporary_directory(fs::temp_directory_path(), "workmux-git-"))))) {}

Directory::~Directory() {
  (void)os::remove_tree(path_);
}

os::Outcome try_git(const fs::path& directory, const std::vector<std::string>& arguments) {
  os::Command command;
  command.arguments = {
      "git", "-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always", "-C", directory.string()};
  command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
  command.environment = os::Environment::current();
  return value(os::run(command));
}

std::string run_git(const fs::path& directory, const std::vector<std::string>& arguments) {
  os::Outcome outcome = try_git(directory, arguments);
  EXPECT_TRUE(outcome.ok()) << "git " << base::join(arguments, " ") << "\n" << outcome.errors;
  if (outcome.output.ends_with('\n')) outcome.output.pop_back();
  return outcome.output;
}

void write_file(const fs::path& path, std::string_view contents) {
  ASSERT_TRUE(os::make_directories(path.parent_path(), 0755));
  (void)os::remove_file(path);
  ASSERT_TRUE(os::create_file(path, contents, 0644));
}

std::string read_text(const fs::path& path) {
  return value(os::read_file(path));
}

TestRepository::TestRepository() {
  run_git(root(), {"init", "-q", "app"});
  commit(main(), "README", "hello\n");
}

fs::path TestRepository::add_worktree(const std::string& name, const std::string& branch) const {
  git({"worktree", "add", "-q", "-b", branch, (root() / name).string()});
  return root() / name;
}

std::string TestRepository::commit(const fs::path& worktree, const std::string& file, std::string_view contents) const {
  write_file(worktree / file, contents);
  run_git(worktree, {"add", "--", file});
  run_git(worktree, {"commit", "-q", "-m", "change " + file});
  return run_git(worktree, {"rev-parse", "HEAD"});
}

Repository TestRepository::discovered() const {
  return discovered(main());
}
Repository TestRepository::discovered(const fs::path& from) const {
  return value(discover(from));
}

Runner TestRepository::runner() const {
  return runner(main());
}
Runner TestRepository::runner(const fs::path& from) const {
  return *Runner::create(discovered(from), os::Environment::current());
}

}  // namespace git::testing
