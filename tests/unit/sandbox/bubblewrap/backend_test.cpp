// The real bwrap of this machine; skipped with the reason where it cannot work.

#include "sandbox/bubblewrap/backend.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "os/socket.h"
#include "sandbox/bubblewrap/network.h"
#include "sandbox/world.h"

namespace sandbox::bubblewrap {
namespace {

using test::World;

struct Ran {
  int status = -1;
  std::string output;
};

class Bubblewrap : public testing::Test {
 protected:
  void SetUp() override {
    const auto found = find_bubblewrap();
    if (!found) GTEST_SKIP() << found.error().message;
    program = *found;
    worktree = world.directory("w");
    plan.environment.set("PATH", "/usr/local/bin:/usr/bin:/bin");
    plan.environment.set("HOME", world.paths.home.string());
    plan.directory = worktree;
    plan.home = world.paths.home;
    plan.hostname = "test";
    plan.uid = getuid();
    plan.gid = getgid();
    plan.network = config::NetworkPolicy::deny;
    plan.mounts = {{.source = worktree, .target = worktree, .writable = true}};
  }

  Ran run(const std::string& command) {
    int ends[2];
    EXPECT_EQ(pipe2(ends, O_CLOEXEC), 0);
    os::Descriptor read_end(ends[0]);
    os::Descriptor write_end(ends[1]);
    const os::Descriptor null(open("/dev/null", O_RDONLY | O_CLOEXEC));
    plan.arguments = {"sh", "-c", command};
    auto directory = RunDirectory::create(world.paths, {"s", "p", "h", "bubblewrap"});
    EXPECT_TRUE(directory);
    auto backend = make_bubblewrap_backend(program);
    auto guest = backend->start(plan, *directory, {null.get(), write_end.get(), write_end.get()});
    EXPECT_TRUE(guest) << (guest ? "" : base::describe(guest.error()));
    write_end.reset();
    notices = backend->notices();
    Ran ran;
    if (!guest) return ran;
    for (;;) {
      const auto piece = os::read_some(read_end, 65536, std::chrono::seconds(20));
      if (!piece || piece->empty()) break;
      ran.output += *piece;
    }
    ran.status = (*guest)->finish().value_or(-1);
    return ran;
  }

  World world;
  std::filesystem::path program;
  std::filesystem::path worktree;
  LaunchPlan plan;
  std::vector<std::string> notices;
};

TEST_F(Bubblewrap, SBX_5_hands_on_the_exit_status) {
  EXPECT_EQ(run("exit 7").status, 7);
  EXPECT_EQ(run("true").status, 0);
}

TEST_F(Bubblewrap, writes_only_in_the_worktree) {
  const auto ran = run("echo hi > made && cat made; echo x > /usr/made; echo x > /etc/made; echo done");
  EXPECT_EQ(test::text_of(worktree / "made"), "hi\n");
  EXPECT_NE(ran.output.find("hi\n"), std::string::npos);
  EXPECT_FALSE(os::status_of("/usr/made"));
  EXPECT_FALSE(os::status_of("/etc/made"));
}

TEST_F(Bubblewrap, SBX_6_11_the_host_outside_of_the_allow_list_is_not_there) {
  world.file("home/.ssh/id", "secret");
  const auto ran =
      run("ls -A " + world.paths.home.string() + " /root /home /mnt /media /srv /var/lib /run 2>&1; ls /etc/shadow " +
          world.root.string() + "/run 2>&1; ls /");
  EXPECT_EQ(ran.output.find("secret"), std::string::npos);
  EXPECT_EQ(ran.output.find(".ssh"), std::string::npos);
  EXPECT_EQ(ran.output.find("/etc/shadow\n"), std::string::npos);
}

TEST_F(Bubblewrap, SBX_6_11_has_no_capability_and_cannot_get_one) {
  const auto ran =
      run("grep -E '^(Cap|NoNewPrivs|Seccomp:)' /proc/self/status; unshare -Ur true && echo NAMESPACE; exit 0");
  EXPECT_NE(ran.output.find("CapEff:\t0000000000000000"), std::string::npos) << ran.output;
  EXPECT_NE(ran.output.find("CapBnd:\t0000000000000000"), std::string::npos);
  EXPECT_NE(ran.output.find("NoNewPrivs:\t1"), std::string::npos);
  EXPECT_NE(ran.output.find("Seccomp:\t2"), std::string::npos);
  EXPECT_EQ(ran.output.find("NAMESPACE"), std::string::npos);
}

TEST_F(Bubblewrap, allow_userns_lets_programs_make_user_namespaces) {
  plan.allow_user_namespaces = true;
  const auto ran = run("unshare -U true && echo NAMESPACE");
  if (ran.output.find("NAMESPACE") == std::string::npos) {
    GTEST_SKIP() << "this kernel gives no nested user namespaces: " << ran.output;
  }
}

// uid 0 owns the kernel's settings without any capability.
TEST_F(Bubblewrap, SBX_6_11_kernel_settings_cannot_be_written_even_as_root) {
  const auto ran = run(
      "for f in /proc/sys/kernel/core_pattern /proc/sys/kernel/domainname /proc/sys/vm/swappiness /proc/sysrq-trigger "
      "/proc/sys/kernel/modprobe; do (: >> $f) 2>/dev/null && echo WRITABLE $f; done; ls /sys 2>&1");
  EXPECT_EQ(ran.output.find("WRITABLE"), std::string::npos) << ran.output;
  EXPECT_NE(ran.output.find("No such file"), std::string::npos) << ran.output;
}

TEST_F(Bubblewrap, SBX_E16_no_set_user_id_bit_can_reach_the_host) {
  const auto ran =
      run("cp /bin/true suid; chmod 4755 suid; chmod u+s suid; chmod g+s suid; mkdir d; chmod 2755 d; cp /bin/true g; "
          "chmod 2755 g;"
          "python3 -c 'import os\ntry: os.close(os.open(\"made\", os.O_CREAT|os.O_WRONLY, 0o4755))\nexcept OSError as "
          "e: print(e)';"
          "mknod dev c 1 3; true");
  for (const char* name : {"suid", "d", "g", "made", "dev"}) {
    const auto status = os::status_of(worktree / name);
    if (status) {
      EXPECT_EQ(status->mode & 06000U, 0U) << name << ran.output;
      EXPECT_NE(status->type, os::FileType::other) << name;
    }
  }
}

TEST_F(Bubblewrap, SBX_E13_sees_no_process_of_the_host) {
  const auto ran = run("ls /proc | grep -c '^[0-9]'; hostname");
  EXPECT_LT(std::stoi(ran.output), 6) << ran.output;
  EXPECT_NE(ran.output.find("test\n"), std::string::npos);
}

TEST_F(Bubblewrap, SBX_E29_keystrokes_cannot_be_pushed_into_a_terminal) {
  const auto ran =
      run("python3 -c 'import fcntl, os, pty\nm, s = pty.openpty()\nfor high in (0, 1 << 32):\n for request in "
          "(0x5412, 0x541C):\n"
          "  try:\n   import ctypes\n   libc = ctypes.CDLL(None, use_errno=True)\n"
          "   r = libc.ioctl(ctypes.c_int(s), ctypes.c_ulong(request | high), b\"x\")\n"
          "   print(\"DONE\" if r == 0 else os.strerror(ctypes.get_errno()))\n  except OSError as e: print(e)'");
  EXPECT_EQ(ran.output.find("DONE"), std::string::npos) << ran.output;
  EXPECT_NE(ran.output.find("Operation not permitted"), std::string::npos) << ran.output;
}

TEST_F(Bubblewrap, SBX_A40_neither_mounts_nor_values_are_in_a_command_line) {
  plan.environment.set("WM_RPC_TOKEN", "very-secret-token");
  const auto ran = run("cat /proc/*/cmdline | tr '\\0' ' '; echo; echo value=$WM_RPC_TOKEN");
  EXPECT_NE(ran.output.find("value=very-secret-token"), std::string::npos);
  EXPECT_EQ(ran.output.find("very-secret-token"), ran.output.rfind("very-secret-token"));
}

TEST_F(Bubblewrap, masks_hide_files_and_directories) {
  const auto secret = world.file("w/.env", "secret");
  world.file("w/keys/id", "secret");
  plan.mounts.push_back({.source = {}, .target = secret, .kind = MountKind::null_file});
  plan.mounts.push_back({.source = {}, .target = worktree / "keys", .kind = MountKind::empty_directory});
  const auto ran = run("cat .env; ls keys; echo x > keys/y; echo x > .env; rm -f .env; mv .env b; echo end");
  EXPECT_EQ(ran.output.find("secret"), std::string::npos);
  EXPECT_EQ(test::text_of(secret), "secret");
}

TEST_F(Bubblewrap, SBX_E15_deny_has_no_network_interface_but_loopback) {
  const auto ran = run("tail -n +3 /proc/net/dev | grep -v '^ *lo:'; echo end");
  EXPECT_EQ(ran.output, "end\n");
}

TEST_F(Bubblewrap, SBX_E29_allow_reaches_neither_loopback_services_nor_abstract_sockets) {
  if (const auto choice = find_network_helper(); !choice.helper) GTEST_SKIP() << choice.reason;
  plan.network = config::NetworkPolicy::allow;
  const auto listener = os::listen_tcp("127.0.0.1", 0);
  ASSERT_TRUE(listener);
  const auto port = *os::local_port(*listener);
  const std::string name = fmt::format("wm-test-{}", getpid());
  const os::Descriptor abstract(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_storage address{};
  address.ss_family = AF_UNIX;
  name.copy(reinterpret_cast<char*>(&address) + sizeof(sa_family_t) + 1, name.size());
  ASSERT_EQ(bind(abstract.get(), reinterpret_cast<sockaddr*>(&address),
                 static_cast<socklen_t>(sizeof(sa_family_t) + 1 + name.size())),
            0);
  ASSERT_EQ(listen(abstract.get(), 1), 0);
  const auto ran = run(fmt::format(
      "python3 -c 'import socket\nfor family, address in ((socket.AF_INET, (\"127.0.0.1\", {0})), (socket.AF_UNIX, "
      "\"\\0{1}\")):\n"
      " s = socket.socket(family)\n s.settimeout(3)\n try: s.connect(address); print(\"CONNECTED\", address)\n"
      " except Exception as e: print(e)'; tail -n +3 /proc/net/dev | grep -vc '^ *lo:'; cat /etc/resolv.conf",
      port, name));
  EXPECT_EQ(ran.output.find("CONNECTED"), std::string::npos) << ran.output;
  EXPECT_NE(ran.output.find("\n1\nnameserver"), std::string::npos) << ran.output;
  EXPECT_TRUE(notices.empty());
}

TEST_F(Bubblewrap, pause_stops_everything_and_resume_goes_on) {
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
  const os::Descriptor read_end(ends[0]);
  os::Descriptor write_end(ends[1]);
  plan.arguments = {"sh", "-c", "(while :; do echo a; sleep 0.01; done) & while :; do echo b; sleep 0.01; done"};
  auto directory = RunDirectory::create(world.paths, {"s", "p", "h", "bubblewrap"});
  ASSERT_TRUE(directory);
  auto backend = make_bubblewrap_backend(program);
  const os::Descriptor null(open("/dev/null", O_RDONLY | O_CLOEXEC));
  auto guest = backend->start(plan, *directory, {null.get(), write_end.get(), write_end.get()});
  ASSERT_TRUE(guest);
  write_end.reset();
  ASSERT_TRUE(os::read_some(read_end, 4096, std::chrono::seconds(5)));
  ASSERT_TRUE((*guest)->pause());
  while (os::read_some(read_end, 4096, std::chrono::milliseconds(100))) {
  }
  EXPECT_FALSE(os::read_some(read_end, 4096, std::chrono::milliseconds(200)));
  ASSERT_TRUE((*guest)->resume());
  EXPECT_TRUE(os::read_some(read_end, 4096, std::chrono::seconds(5)));
  (*guest)->end();
  // Every writer is gone: the stream ends.
  for (;;) {
    const auto piece = os::read_some(read_end, 65536, std::chrono::seconds(5));
    ASSERT_TRUE(piece);
    if (piece->empty()) break;
  }
}

// A supervisor that is killed, at whatever moment, takes everything with it: no process of its guest and no network
// helper stays.
TEST_F(Bubblewrap, SBX_W1_a_killed_supervisor_leaves_no_process) {
  plan.network = config::NetworkPolicy::allow;
  const os::Descriptor null(open("/dev/null", O_RDWR | O_CLOEXEC));
  for (const int delay_ms : {1, 10, 20, 30, 45, 70, 400}) {
    const std::string mark = fmt::format("9876{}{}", delay_ms, getpid());
    plan.arguments = {"sh", "-c", "sleep " + mark + " & exec sleep " + mark};
    const pid_t supervisor = fork();
    if (supervisor == 0) {
      auto directory = RunDirectory::create(world.paths, {"s", "p", "h", "bubblewrap"});
      auto backend = make_bubblewrap_backend(program);
      auto guest = backend->start(plan, *directory, {null.get(), null.get(), null.get()});
      if (!guest) _exit(1);
      for (;;) pause();
    }
    auto count = [&] {
      int found = 0;
      for (const auto& name : os::list_directory("/proc")) {
        const auto text = os::read_file("/proc/" + name + "/cmdline", 65536).value_or("");
        if (text.find(mark) != std::string::npos) ++found;
        if (text.find(world.root.string()) != std::string::npos) ++found;
      }
      return found;
    };
    std::this_thread::sleep_for(std::chrono::milliseconds(delay_ms));
    kill(supervisor, SIGKILL);
    waitpid(supervisor, nullptr, 0);
    for (int i = 0; i < 300 && count() > 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_EQ(count(), 0) << "killed after " << delay_ms << " ms";
  }
}

}  // namespace
}  // namespace sandbox::bubblewrap
