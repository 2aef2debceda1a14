"""What every attack needs: a sandboxed worktree, canaries, and the round of commands that a user runs afterwards."""
import fcntl
import json
import os
import pathlib
import subprocess
import time

import pytest

CLIENT = '''
import json, os, socket, sys
def call(request, token=None, raw=None):
    s = socket.socket(socket.AF_UNIX); s.settimeout(20)
    s.connect(os.environ["WM_RPC_SOCK"])
    s.sendall(json.dumps({"token": token or os.environ["WM_RPC_TOKEN"]}).encode() + b"\\n")
    s.sendall(raw if raw is not None else json.dumps(request).encode() + b"\\n")
    s.shutdown(socket.SHUT_WR)
    data = b""
    while True:
        part = s.recv(65536)
        if not part: break
        data += part
    s.close()
    return [json.loads(line) for line in data.splitlines() if line.strip()]
'''

FALSE = {"rebase": False, "squash": False, "ignore_uncommitted": False, "keep": False, "no_verify": False, "no_hooks": False,
         "notification": False}


def merge(name, into=None, **more):
    return {"type": "Merge", "name": name, "into": into, **FALSE, **more}


def spawn(branch, prompt="x", **more):
    return {"type": "SpawnAgent", "prompt": prompt, "branch_name": branch, "background": True, **more}


def both_ways(*guards):
    """The test runs against workmux, where its canary must stay silent, and against one without the guards, where it must fire."""
    return pytest.mark.parametrize("guards", ["", ",".join(guards)], ids=["real", "without-" + "-".join(guards)])


def once(tmp_path_factory, name, compute):
    """What compute() gives (JSON), computed once for all of pytest's workers."""
    root = tmp_path_factory.getbasetemp()
    root = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root
    result = root / f"{name}.json"
    with open(root / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not result.exists():
            result.write_text("null")  # a failure is not repeated by every worker
            result.write_text(json.dumps(compute()))
        value = json.loads(result.read_text())
    assert value is not None, f"{name} failed before"
    return value


class Arena:
    def __init__(self, world, guards):
        self.world = world
        self.guards = guards
        self.canaries = world.root / "canaries"
        self.canaries.mkdir()
        world.enable_sandbox()
        world.agent('while read -r line; do eval "$line"; done')

    def start(self, handle="f", **options):
        """tmux and a sandboxed worktree; no agent runs in its window unless live=True."""
        if not self.world.server:
            self.world.start_tmux()
        self.world.ok("add", handle, "-b", *([] if options.get("live") else ["-C"]))
        self.tree = self.world.worktree(handle)
        return self

    # --- canaries

    def canary(self, name="canary"):
        """A file that exists only when the attack succeeded."""
        return self.canaries / name

    def alarm(self, name="canary", more=""):
        """A program outside of home that makes the canary; its path is what an attack plants. Readable inside."""
        script = self.world.root / "agent" / f"alarm-{name}"
        script.write_text(f"#!/bin/sh\ntouch {self.canary(name)}\n{more}\n")
        script.chmod(0o755)
        return script

    def fired(self):
        return sorted(path.name for path in self.canaries.iterdir())

    def judge(self, succeeded, what=""):
        """succeeded: what the attack reached (falsy: nothing)."""
        if self.guards:
            assert succeeded, f"without {self.guards} the attack must succeed: {what}"
        else:
            assert not succeeded, f"the attack succeeded: {succeeded} {what}"

    # --- attacks

    def inside(self, script, handle="f", **options):
        """A shell script in a sandbox of the worktree."""
        return self.world.inside(handle, script, **options)

    def rpc(self, *requests, handle="f", before="", wait=""):
        """Requests sent one after another from inside; their answers."""
        program = CLIENT + f"\nfor r in json.loads({json.dumps(json.dumps(requests))}):\n  print(json.dumps(call(r)), flush=True)\n{wait}"
        done = self.inside(f"{before}\npython3 - <<'PROGRAM'\n{program}\nPROGRAM", handle=handle)
        assert done.code == 0, done
        return [json.loads(line) for line in done.out.splitlines() if line.startswith("[")]

    # --- what the user does afterwards

    def host_round(self, handle="f", end="merge"):
        """Every host command, then the user's own git. Exit codes are not judged: a refusal is a fine answer to an attack."""
        tree, run = self.world.worktree(handle), []
        for words in (["list"], ["list", "--json"], ["status"], ["open", handle, "-n"]):
            run.append(self.world.workmux(*words))
        self.user_git(tree)
        for words in (["merge", handle, "--keep"], ["list"], ["remove", "-f", handle]) if end == "merge" else (["remove", "-f", handle],):
            run.append(self.world.workmux(*words))
            if words[0] == "merge":
                self.user_git(self.world.repo)
        return run

    def user_git(self, tree):
        for words in (["status"], ["diff"], ["add", "-A"], ["commit", "--allow-empty", "-qm", "user"], ["fetch", "-q", "--all"],
                      ["merge", "-q", "main"], ["push", "-q"], ["rebase", "-q", "main"], ["gc", "-q", "--prune=now"], ["log", "-3"],
                      ["stash"], ["stash", "pop"]):
            self.git(*words, at=tree)

    def git(self, *words, at=None):
        """The user's own git, as typed; whatever it answers."""
        return subprocess.run(["git", *words], cwd=at or self.world.repo, env={**self.world.env, "EDITOR": "true", "GIT_EDITOR": "true"},
                              text=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=60)

    def settle(self, seconds=0.3):
        """For alarms that something else runs a little later."""
        time.sleep(seconds)

    @property
    def facade(self):
        """The directory that the guest sees as the repository's git directory."""
        return next(pathlib.Path(self.world.state / "sandbox/git").rglob("git"))
