"""A world of its own for each test: HOME, repository, tmux server. Nothing outside of it is touched."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]


def files_under(top):
    """All files below a directory, as paths. Unlike rglob it bears directories that disappear meanwhile."""
    return [pathlib.Path(folder) / name for folder, _, names in os.walk(top) for name in names]


def binary():
    return pathlib.Path(os.environ.get("WORKMUX_BINARY") or REPOSITORY / "build/dev/bin/workmux").resolve()


class Finished:
    """What a command printed and how it ended."""

    def __init__(self, done):
        self.code = done.returncode
        self.out = done.stdout
        self.err = done.stderr

    def __repr__(self):
        return f"exit {self.code}\n--- stdout\n{self.out}\n--- stderr\n{self.err}"


class World:
    def __init__(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="wmt-", dir="/tmp")).resolve()
        self.home = self.root / "home"
        self.repo = self.root / "app"
        self.socket = self.root / "tmux.sock"
        self.state = self.home / ".local/state/workmux"
        for directory in (self.home / ".config/workmux", self.repo, self.root / "run", self.root / "bin"):
            directory.mkdir(parents=True)
        (self.root / "run").chmod(0o700)
        self.env = {
            "HOME": str(self.home), "PATH": f"{self.root}/bin:" + os.environ["PATH"], "LC_ALL": "C.UTF-8", "TERM": "xterm-256color",
            "SHELL": "/bin/bash", "XDG_RUNTIME_DIR": str(self.root / "run"), "GIT_CONFIG_NOSYSTEM": "1",
            "WORKMUX_TEST": "1", "USER": os.environ.get("USER", "tester"),
        }
        for name in ("ASAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS", "WORKMUX_WEAK"):
            if name in os.environ:
                self.env[name] = os.environ[name]
        (self.home / ".gitconfig").write_text(
            "[user]\n\tname = Tester\n\temail = tester@example.org\n[init]\n\tdefaultBranch = main\n[commit]\n\tgpgSign = false\n")
        # Panes run login shells, whose system-wide files set PATH anew.
        profile = f"PATH={self.root}/bin:{os.environ['PATH']}\nPS1='$ '\n"
        for name in (".bash_profile", ".bashrc", ".profile"):
            (self.home / name).write_text(profile)
        self.config({"nerdfont": False})
        self.use_own_storage()
        self.server = False
        self.program = binary()
        self.git("init", "-q")
        self.write("README", "hello\n")
        self.git("add", "README")
        self.git("commit", "-qm", "start")

    # --- files and git

    def write(self, path, text, at=None):
        target = (at or self.repo) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
        return target

    def git(self, *words, at=None, check=True, **options):
        done = subprocess.run(["git", *words], cwd=at or self.repo, env=self.env, text=True, capture_output=True, **options)
        if check:
            assert done.returncode == 0, f"git {words}: {done.stderr}"
        return done.stdout.strip()

    def git_code(self, *words, at=None):
        return subprocess.run(["git", *words], cwd=at or self.repo, env=self.env, capture_output=True).returncode

    def branches(self):
        return self.git("for-each-ref", "--format=%(refname:short)", "refs/heads").splitlines()

    def worktree(self, handle):
        return self.root / "app__worktrees" / handle

    def config(self, values):
        """The global configuration; JSON is YAML."""
        self.settings = values
        (self.home / ".config/workmux/config.yaml").write_text(json.dumps(values, indent=1))

    def configure(self, **values):
        self.config({**self.settings, **values})

    def script(self, name, text, at=None):
        path = (at or self.root / "bin") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)
        return path

    # --- workmux

    def workmux(self, *words, at=None, input="", env=None, timeout=60):
        # In a file: all of the input is there from the start, whatever the machine does meanwhile.
        with tempfile.TemporaryFile() as stdin:
            stdin.write(input.encode())
            stdin.seek(0)
            done = subprocess.run([str(self.program), *map(str, words)], cwd=at or self.repo, stdin=stdin, text=True,
                                  env={**self.env, **(env or {})}, capture_output=True, timeout=timeout)
        return Finished(done)

    def ok(self, *words, **options):
        done = self.workmux(*words, **options)
        assert done.code == 0, f"workmux {words}: {done!r}"
        return done

    def fails(self, *words, code=1, **options):
        done = self.workmux(*words, **options)
        assert done.code == code, f"workmux {words}: {done!r}"
        return done

    def start(self, *words, at=None, env=None, **options):
        return subprocess.Popen([str(self.program), *map(str, words)], cwd=at or self.repo, env={**self.env, **(env or {})},
                                text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)

    # --- tmux

    def tmux(self, *words, check=True):
        done = subprocess.run(["tmux", "-S", str(self.socket), *map(str, words)], env=self.env, text=True, capture_output=True)
        if check:
            assert done.returncode == 0, f"tmux {words}: {done.stderr}"
        return done.stdout.rstrip("\n")

    def start_tmux(self, config="/dev/null", size=(160, 40)):
        self.tmux("-f", config, "new-session", "-d", "-s", "s", "-x", size[0], "-y", size[1], "-c", self.repo)
        self.server = True
        self.env["TMUX"] = f"{self.socket},{self.tmux('display-message', '-p', '#{pid}')},0"
        self.env["TMUX_PANE"] = self.tmux("display-message", "-p", "-t", "s", "#{pane_id}")
        return self

    def windows(self):
        if self.tmux("has-session", check=False) is None:
            return []
        return self.tmux("list-windows", "-a", "-F", "#{window_name}", check=False).splitlines()

    def pane_of(self, window):
        for line in self.tmux("list-panes", "-a", "-F", "#{window_name}\t#{pane_id}").splitlines():
            name, pane = line.split("\t")
            if name == window:
                return pane
        raise AssertionError(f"no window {window}: {self.windows()}")

    def screen(self, window):
        """The text of a window's first pane with its history, trailing blanks cut."""
        return re.sub(r"[ \n]+$", "", self.tmux("capture-pane", "-p", "-S", "-2000", "-J", "-t", self.pane_of(window)))

    def type(self, window, line):
        pane = self.pane_of(window)
        self.tmux("send-keys", "-t", pane, "-l", "--", line)
        self.tmux("send-keys", "-t", pane, "Enter")

    def option(self, window, name):
        return self.tmux("show-options", "-w", "-v", "-q", "-t", self.pane_of(window), name)

    # --- sandbox

    def enable_sandbox(self, **sandbox):
        """Sandbox on; the agent runs the script that `agent()` sets. WORKMUX_TEST_ENGINE chooses the engine."""
        self.agent("exec sh")
        if self.engine == "bubblewrap":
            settings = {"backend": "bubblewrap", "bubblewrap": {"paths": [str(self.root / "agent")]}}
        else:
            settings = {"backend": "container", "image": "localhost/workmux-test:tools", "container": {"runtime": self.runtime},
                        "extra_mounts": [{"host_path": str(self.root / "agent")}]}
        self.configure(
            agents={"agent": str(self.root / "agent/agent")}, agent="agent", panes=[{"command": "<agent>", "focus": True}],
            sandbox={"enabled": True, **settings, **sandbox})

    @property
    def engine(self):
        return os.environ.get("WORKMUX_TEST_ENGINE") or "bubblewrap"

    @property
    def runtime(self):
        return "podman" if self.engine.startswith("podman") else "docker"

    @property
    def engine_client(self):
        """What the command line of a sandbox's engine begins with, without its directory."""
        return "bwrap" if self.engine == "bubblewrap" else f"{self.runtime} run"

    def use_own_storage(self):
        """podman of an ordinary user keeps images and state by HOME and runtime directory: those of the tester, not ours."""
        if self.engine == "podman-rootless":
            self.script("podman", f"#!/bin/sh\nexport HOME='{os.environ['HOME']}' XDG_RUNTIME_DIR='/run/user/{os.getuid()}'\n"
                                  "exec /usr/bin/podman \"$@\"\n")

    def remove_containers(self):
        names = [path.name for path in (self.state / "containers").glob("*/wm-*")]
        if names and self.engine != "bubblewrap":
            subprocess.run([self.runtime, "rm", "-f", *names], env=self.env, capture_output=True, timeout=60)

    def agent(self, body):
        return self.script("agent", "#!/bin/sh\n" + body + "\n", at=self.root / "agent")

    def inside(self, handle, command, timeout=60, env=None):
        """Runs a shell command in a sandbox of the worktree, without a terminal."""
        return self.workmux("sandbox", "shell", "--", command, at=self.worktree(handle), timeout=timeout, env=env)

    # --- waiting

    def until(self, condition, what="condition", timeout=20):
        """The first true value of condition(); fails after `timeout` seconds."""
        end = time.monotonic() + timeout
        while True:
            value = condition()
            if value:
                return value
            if time.monotonic() > end:
                raise AssertionError(f"timed out: {what}\n{self.panic_report()}")
            time.sleep(0.02)

    def panic_report(self):
        text = []
        if self.server:
            for window in self.windows():
                try:
                    text.append(f"--- window {window}\n{self.screen(window)}")
                except AssertionError:
                    pass
        return "\n".join(text)

    def processes(self):
        """Command lines of processes that mention this world."""
        found = []
        for entry in pathlib.Path("/proc").iterdir():
            if not entry.name.isdigit() or int(entry.name) == os.getpid():
                continue
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if str(self.root) in line and "tmux" not in line.split(" ")[0]:
                found.append((int(entry.name), line))
        return found

    def close(self):
        if self.server:
            self.tmux("kill-server", check=False)
        self.remove_containers()
        end = time.monotonic() + 5
        while self.processes() and time.monotonic() < end:
            time.sleep(0.05)
        for pid, _ in self.processes():
            try:
                os.kill(pid, 9)
            except ProcessLookupError:
                pass
        subprocess.run(["chmod", "-R", "u+rwX", str(self.root)], capture_output=True)
        shutil.rmtree(self.root, ignore_errors=True)
