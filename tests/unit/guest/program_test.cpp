// The commands of the guest, by running it.
#include "guest/program.h"

#include <gtest/gtest.h>

#include "base/clock.h"
#include "guest/support.h"
#include "rpc/codec.h"

namespace guest {
namespace {

using std::chrono::milliseconds;

class Program : public GuestTest {};

TEST_F(Program, SaysWhatItIs) {
  EXPECT_TRUE(run({"--version"}).output.starts_with("workmux "));
  EXPECT_EQ(run({"-V"}).output, run({"--version"}).output);
  const auto help = run({"--help"});
  EXPECT_TRUE(help.ok());
  EXPECT_TRUE(help.output.contains("  add ") && help.output.contains("  merge ") && help.output.contains("  close "));
  EXPECT_FALSE(help.output.contains("set-window-status"));
  EXPECT_EQ(run({"help"}).output, help.output);
  const auto nothing = run({});
  EXPECT_EQ(nothing.exit_code, 2);
  EXPECT_EQ(nothing.output, "");
  EXPECT_EQ(nothing.errors, help.output);
  const auto add = run({"add", "--help"});
  EXPECT_TRUE(add.ok());
  EXPECT_TRUE(add.output.contains("--prompt-file <PROMPT_FILE>"));
  EXPECT_FALSE(add.output.contains("--base")) << "help is about what exists here";
  EXPECT_EQ(run({"help", "add"}).output, add.output);
}

TEST_F(Program, RefusesHostCommandsWithOneClearLine) {
  for (const std::string name : {"remove", "rename", "run", "send", "resurrect", "sandbox", "setup", "update",
                                 "dashboard", "sidebar", "open", "status"}) {
    const auto outcome = run({name, "--whatever", "x"});
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_TRUE(outcome.errors.starts_with("Error: workmux " + name + " is not supported from inside a sandbox\n"))
        << outcome.errors;
  }
}

TEST_F(Program, UsageErrorsAreThoseOfTheHost) {
  const auto error = [&](const std::vector<std::string>& words) {
    const auto outcome = run(words);
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_TRUE(outcome.errors.ends_with("\n\nFor more information, try '--help'.\n"));
    return outcome.errors.substr(0, outcome.errors.find("\n\nUsage:"));
  };
  EXPECT_EQ(error({"merg"}), "error: unrecognized subcommand 'merg'\n\n  tip: a similar subcommand exists: 'merge'");
  EXPECT_EQ(error({"zzzzzz"}), "error: unrecognized subcommand 'zzzzzz'");
  EXPECT_EQ(error({"_ini"}), "error: unrecognized subcommand '_ini'");
  EXPECT_EQ(error({"--nope"}), "error: unexpected argument '--nope' found");
  EXPECT_EQ(error({"add"}), "error: the following required arguments were not provided:\n  <BRANCH_NAME>");
  EXPECT_EQ(error({"add", "a", "b"}), "error: unexpected argument 'b' found");
  EXPECT_EQ(error({"add", "a", "--promt", "x"}),
            "error: unexpected argument '--promt' found\n\n  tip: a similar argument exists: '--prompt'");
  EXPECT_EQ(error({"add", "a", "-p", "x", "-P", "y"}),
            "error: the argument '--prompt <PROMPT>' cannot be used with '--prompt-file <PROMPT_FILE>'");
  EXPECT_EQ(error({"add", "a", "-p", "x", "-p", "y"}),
            "error: the argument '--prompt <PROMPT>' cannot be used multiple times");
  EXPECT_EQ(error({"add", "a", "-p"}), "error: a value is required for '--prompt <PROMPT>' but none was supplied");
  EXPECT_EQ(error({"merge", "--keep", "--cleanup"}), "error: the argument '--keep' cannot be used with '--cleanup'");
  EXPECT_EQ(error({"merge", "--rebase", "--squash"}), "error: the argument '--rebase' cannot be used with '--squash'");
  EXPECT_EQ(error({"merge", "--keep=1"}), "error: unexpected value '1' for '--keep' found; no more were expected");
  EXPECT_EQ(error({"close", "-x"}), "error: unexpected argument '-x' found");
  EXPECT_EQ(error({"set-window-status", "bogus"}),
            "error: invalid value 'bogus' for '<STATUS>'\n  [possible values: working, waiting, done, clear]");
  EXPECT_EQ(error({"set-window-status"}), "error: the following required arguments were not provided:\n  <STATUS>");
}

TEST_F(Program, SBX_A39_AddRefusesWhatOnlyTheHostHas) {
  const std::vector<std::vector<std::string>> refused = {{"--layout", "l"},
                                                         {"--fork"},
                                                         {"--fork=1"},
                                                         {"--config", "c"},
                                                         {"--target-name", "t"},
                                                         {"--parent-session", "s"},
                                                         {"--base", "main"},
                                                         {"--pr", "1"},
                                                         {"--name", "n"},
                                                         {"--wait"},
                                                         {"--with-changes"},
                                                         {"--agent", "a"},
                                                         {"--count", "2"},
                                                         {"--foreach", "a:b"},
                                                         {"--mode", "session"},
                                                         {"--session"},
                                                         {"--prompt-file-only"},
                                                         {"--max-concurrent", "1"},
                                                         {"--branch-template", "t"},
                                                         {"--patch"}};
  for (const auto& option : refused) {
    std::vector<std::string> words = {"add", "x"};
    words.insert(words.end(), option.begin(), option.end());
    const auto outcome = run(words);
    const std::string name = option[0].substr(0, option[0].find('='));
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_TRUE(outcome.errors.starts_with("Error: " + name + " is not supported from inside a sandbox\n"))
        << outcome.errors;
  }
  EXPECT_TRUE(run({"add", "x", "-n", "3"}).errors.contains("once for each"));
  EXPECT_TRUE(run({"add", "x", "-a", "claude", "-a", "codex"}).errors.contains("configuration on the host"));
}

TEST_F(Program, AddSendsWhatWasAsked) {
  EXPECT_EQ(request_of({"add", "add-tests", "-p", "Add tests", "-b"}),
            R"({"type":"SpawnAgent","prompt":"Add tests","branch_name":"add-tests","background":true})");
  EXPECT_EQ(request_of({"add", "x"}), R"({"type":"SpawnAgent","prompt":"","branch_name":"x","background":false})");
  EXPECT_EQ(request_of({"add", "-bFCoHS", "x", "--prompt=- a"}),
            R"({"type":"SpawnAgent","prompt":"- a","branch_name":"x","background":true,)"
            R"("no_file_ops":true,"no_pane_cmds":true,"open_if_exists":true})");
  EXPECT_EQ(request_of({"add", "-A", "-pText"}),
            R"({"type":"SpawnAgent","prompt":"Text","branch_name":null,"background":false})");
  EXPECT_EQ(request_of({"add", "--", "-odd"}),
            R"({"type":"SpawnAgent","prompt":"","branch_name":"-odd","background":false})");
}

TEST_F(Program, AddReadsPromptsInTheSandbox) {
  ASSERT_TRUE(os::write_atomically(directory_ / "p.md", "---\nnotes: x\n---\n\nBody \u00e9\n"));
  EXPECT_EQ(request_of({"add", "x", "-P", "p.md"}),
            R"({"type":"SpawnAgent","prompt":"\nBody é\n","branch_name":"x","background":false})");
  EXPECT_TRUE(run({"add", "x", "-P", "missing"}).errors.starts_with("Error: Failed to read prompt file: missing"));
  ASSERT_TRUE(os::write_atomically(directory_ / "many.md", "---\nforeach:\n  a: [1]\n---\nBody\n"));
  EXPECT_TRUE(run({"add", "x", "-P", "many.md"}).errors.contains("not supported from inside a sandbox"));
  ASSERT_TRUE(os::write_atomically(directory_ / "ed", "#!/bin/sh\nprintf ' from %s\\n\\n' \"$1\" > \"$2\"\n", 0755));
  environment_.set("EDITOR", (directory_ / "ed").string() + " 'the editor'");
  EXPECT_EQ(request_of({"add", "x", "-e"}),
            R"({"type":"SpawnAgent","prompt":"from the editor","branch_name":"x","background":false})");
  environment_.set("VISUAL", "true");
  EXPECT_TRUE(run({"add", "-A"}).errors.contains("Aborting: prompt is empty"));
}

TEST_F(Program, AddSaysWhatCameOfIt) {
  {
    ScriptedHost host(directory_ / "rpc.sock", "{\"type\":\"Ok\"}\n");
    EXPECT_EQ(run({"add", "x"}).output, "\u2713 Spawned agent: x\n");
    const auto named = run({"add", "x", "-A", "-p", "p"});
    EXPECT_EQ(named.output, "\u2713 Spawned agent: (auto-named)\n");
    EXPECT_TRUE(named.errors.contains("'x' is ignored"));
  }
  ScriptedHost host(directory_ / "rpc.sock", "{\"type\":\"Error\",\"message\":\"workmux add failed: no\"}\n");
  const auto outcome = run({"add", "x"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.errors, "Error: workmux add failed: no\n");
}

TEST_F(Program, MergeSendsWhatWasAskedAndStreamsTheOutput) {
  EXPECT_EQ(
      request_of({"merge", "fix-login", "--into", "develop", "--squash", "--cleanup"}),
      R"({"type":"Merge","name":"fix-login","into":"develop","rebase":false,"squash":true,"ignore_uncommitted":false,)"
      R"("keep":false,"cleanup":true,"no_verify":false,"no_hooks":false,"notification":false})");
  EXPECT_EQ(request_of({"merge", "x", "--rebase", "--ignore-uncommitted", "-kn", "--no-hooks", "--notification"}),
            R"({"type":"Merge","name":"x","into":null,"rebase":true,"squash":false,"ignore_uncommitted":true,)"
            R"("keep":true,"cleanup":false,"no_verify":true,"no_hooks":true,"notification":true})");
  ScriptedHost host(directory_ / "rpc.sock",
                    "{\"type\":\"Output\",\"message\":\"one\\n\"}\n{\"type\":\"Output\",\"message\":\"two\"}\n"
                    "{\"type\":\"Error\",\"message\":\"workmux merge exited with code 1\"}\n");
  const auto outcome = run({"merge", "x"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.output, "one\ntwo");
  EXPECT_EQ(outcome.errors, "Error: workmux merge exited with code 1\n");
}

TEST_F(Program, NamesComeFromTheDirectory) {
  working_directory_ = directory_ / "app__worktrees" / "fix" / "src";
  ASSERT_TRUE(os::make_directories(working_directory_));
  EXPECT_EQ(request_of({"close"}), R"({"type":"Close","name":"fix"})");
  working_directory_ = directory_ / "elsewhere";
  ASSERT_TRUE(os::make_directories(working_directory_));
  EXPECT_EQ(request_of({"close"}), R"({"type":"Close","name":"elsewhere"})");
  EXPECT_EQ(request_of({"close", "named"}), R"({"type":"Close","name":"named"})");
}

TEST_F(Program, MissingVariablesAndADeadHostAreNamed) {
  EXPECT_TRUE(run({"close", "x"})
                  .errors.contains("Could not reach workmux on the host at " + directory_.string() + "/rpc.sock"));
  environment_.unset("WM_RPC_SOCK");
  EXPECT_TRUE(run({"close", "x"}).errors.starts_with("Error: WM_RPC_HOST not set\n"));
  environment_.set("WM_RPC_HOST", "127.0.0.1");
  EXPECT_TRUE(run({"close", "x"}).errors.starts_with("Error: WM_RPC_PORT not set\n"));
  environment_.set("WM_RPC_PORT", "1");
  EXPECT_TRUE(run({"close", "x"}).errors.contains("at 127.0.0.1:1\n"));
  environment_.set("WM_RPC_HOST", "no.such.name.invalid");
  EXPECT_TRUE(run({"close", "x"}).errors.contains("/etc/hosts"));
  environment_.unset("WM_RPC_TOKEN");
  EXPECT_TRUE(run({"close", "x"}).errors.starts_with("Error: WM_RPC_TOKEN not set\n"));
}

TEST_F(Program, AnswersThatAreNoneAreErrors) {
  for (const std::string reply : {"", "junk\n", "{\"type\":\"Nonsense\"}\n", "{\"type\":\"ExecExit\",\"code\":0}\n"}) {
    ScriptedHost host(directory_ / "rpc.sock", reply);
    const auto outcome = run({"close", "x"});
    EXPECT_EQ(outcome.exit_code, 1) << reply;
    EXPECT_TRUE(outcome.errors.starts_with("Error: ")) << reply;
  }
}

TEST_F(Program, StatusIsSentSilently) {
  ScriptedHost host(directory_ / "rpc.sock", "{\"type\":\"Error\",\"message\":\"no\"}\n");
  const auto outcome = run({"set-window-status", "waiting"}, "{\"hook\":true}");
  EXPECT_TRUE(outcome.ok());
  EXPECT_EQ(outcome.output + outcome.errors, "");
  ASSERT_EQ(host.lines().size(), 2U);
  EXPECT_EQ(host.lines()[1], R"({"type":"SetStatus","status":"waiting"})");
  environment_.set("WORKMUX_DISABLE_SET_WINDOW_STATUS", "");
  EXPECT_TRUE(run({"set-window-status", "waiting"}).ok());
  EXPECT_EQ(host.lines().size(), 2U);
}

TEST_F(Program, SBX_A39_StatusReturnsWithinASecondWhateverTheHostDoes) {
  const auto quick = [&] {
    const auto begin = base::now();
    const auto outcome = run({"set-window-status", "done"});
    EXPECT_LT(base::now() - begin, milliseconds(2000)) << "a second, and what a loaded machine adds";
    EXPECT_TRUE(outcome.ok());
    EXPECT_EQ(outcome.output + outcome.errors, "");
  };
  quick();  // no socket there
  {
    // Listens and never accepts, as a stopped supervisor.
    auto listener = os::listen_unix(directory_ / "rpc.sock");
    ASSERT_TRUE(listener);
    quick();
  }
  environment_.unset("WM_RPC_SOCK");
  quick();  // nothing set
  environment_.set("WM_RPC_HOST", "127.0.0.1");
  environment_.set("WM_RPC_PORT", "1");
  quick();  // refused
  environment_.set("WM_RPC_HOST", "203.0.113.1");
  quick();  // swallowed
}

TEST_F(Program, HostExecPassesEverythingOn) {
  ScriptedHost host(
      directory_ / "rpc.sock",
      "{\"type\":\"ExecOutput\",\"data\":\"AP8=\",\"enc\":\"b64\"}\n{\"type\":\"ExecError\",\"data\":\"e\"}\n"
      "{\"type\":\"ExecExit\",\"code\":7}\n");
  const auto outcome = run({"host-exec", "just", "-x", "--help", "--", "a b"});
  EXPECT_EQ(outcome.exit_code, 7);
  EXPECT_EQ(outcome.output, std::string("\0\xff", 2));
  EXPECT_EQ(outcome.errors, "e");
  EXPECT_EQ(host.lines()[1], R"({"type":"Exec","command":"just","args":["-x","--help","--","a b"]})");
  environment_.unset("WM_SANDBOX_GUEST");
  EXPECT_EQ(run({"host-exec", "x"}).errors,
            "Error: host-exec only works inside a sandbox guest (WM_SANDBOX_GUEST=1)\n");
}

TEST_F(Program, ClipboardReadGivesTheImageOnce) {
  const auto image = directory_ / "c.png";
  ASSERT_TRUE(os::write_atomically(image, std::string("PNG\0x", 5)));
  ScriptedHost host(directory_ / "rpc.sock", "{\"type\":\"ClipboardData\",\"path\":\"" + image.string() + "\"}\n");
  const auto outcome = run({"clipboard-read", "image/png"});
  EXPECT_TRUE(outcome.ok());
  EXPECT_EQ(outcome.output, std::string("PNG\0x", 5));
  EXPECT_FALSE(os::status_of(image));
  const auto again = run({"clipboard-read", "image/png"});
  EXPECT_EQ(again.exit_code, 1);
  EXPECT_EQ(again.output + again.errors, "");
}

TEST_F(Program, ListAndPathReadGit) {
  const auto git = [&](std::vector<std::string> words) {
    os::Command command;
    command.arguments = {"git", "-c", "user.name=n", "-c", "user.email=e@x", "-c", "init.defaultBranch=main"};
    command.arguments.insert(command.arguments.end(), words.begin(), words.end());
    command.environment = environment_;
    command.directory = directory_ / "app";
    const auto outcome = os::run(command);
    ASSERT_TRUE(outcome && outcome->ok()) << outcome->errors;
  };
  ASSERT_TRUE(os::make_directories(directory_ / "app"));
  git({"init", "-q"});
  git({"commit", "-q", "--allow-empty", "-m", "m"});
  git({"worktree", "add", "-q", "-b", "feature/x", "../app__worktrees/fx"});
  working_directory_ = directory_ / "app";
  const auto list = run({"list"});
  EXPECT_TRUE(list.output.starts_with("BRANCH     PATH\nmain       (here)\nfeature/x  ")) << list.output << list.errors;
  const auto path = run({"path", "fx"});
  EXPECT_TRUE(path.output.ends_with("/app__worktrees/fx\n"));
  EXPECT_EQ(run({"path", "feature/x"}).output, path.output);
  EXPECT_TRUE(run({"path", "none"}).errors.contains("Worktree 'none' not found."));
  EXPECT_TRUE(run({"list", "--json"}).errors.contains("--json is not supported from inside a sandbox"));
}

}  // namespace
}  // namespace guest
