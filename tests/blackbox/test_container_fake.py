"""The container backend on recorded engines: what is asked of docker and podman, and when."""
import json
import os
import shutil
import socket
import time

import pytest

from support.processes import executed, ours

ENGINE = """#!/bin/sh
printf '%s\\n' "--- ${{0##*/}}" "$@" >> {root}/log
case $1 in
  image) [ -e {root}/missing ] && {{ echo 'Error: No such image' >&2; exit 1; }}; echo sha256:1 ;;
  run) . {root}/run-script ;;
  stop | rm) [ -e {root}/broken ] && {{ echo 'Cannot connect to the daemon' >&2; exit 125; }} ;;
esac
exit 0
"""


class Recorded:
    def __init__(self, world):
        self.world = world
        for name in ("docker", "podman"):
            world.script(name, ENGINE.format(root=world.root))
        self.on_run("exit 0")
        world.configure(agent="claude", panes=[{"command": "<agent>", "focus": True}],
                        sandbox={"enabled": True, "backend": "container", "container": {"runtime": "docker"}})

    def on_run(self, text):
        (self.world.root / "run-script").write_text(text + "\n")

    def sandbox(self, **values):
        self.world.configure(sandbox={**self.world.settings["sandbox"], **values})

    def calls(self, command=None):
        """The argument vectors that the engines got, each beginning with the engine's name."""
        log = self.world.root / "log"
        calls = [part.rstrip("\n").split("\n") for part in log.read_text().split("--- ")[1:]] if log.exists() else []
        return [call for call in calls if command is None or call[1] == command]

    def run(self):
        (call,) = self.calls("run")
        return call[1:]


@pytest.fixture
def recorded(world):
    return Recorded(world)


@pytest.fixture
def feat(recorded):
    recorded.world.start_tmux()
    recorded.world.ok("add", "feat", "-b", "-C")
    return recorded


def test_at_most_one_process_is_started_beside_the_engine(feat):
    world, worktree = feat.world, feat.world.worktree("feat")
    world.ok("sandbox", "run", worktree, "--", "true")  # the first one fills the facade
    done, executions = executed(world, "sandbox", "run", str(worktree), "--", "true")
    assert done.returncode == 0, done
    started = [os.path.basename(call.split('"')[1]) for call in ours(executions)]
    assert started[0] == "docker" and started.count("workmux") <= 1, started  # the look for a newer image, once a day
    assert set(started) <= {"docker", "workmux"}, started


def test_sbx_a1_a2_the_arguments_of_a_run_and_its_exit_status(feat):
    world, worktree = feat.world, feat.world.worktree("feat")
    feat.on_run("exit 7")
    world.fails("sandbox", "run", worktree, "--", "true", code=7)
    words = feat.run()
    assert words[:2] == ["run", "--name"] and words[2].startswith("wm-feat-") and words[3] == "--rm"
    assert words[2].removeprefix("wm-feat-").isdigit()
    assert words[4] == "-i"
    assert f"{os.getuid()}:{os.getgid()}" == words[words.index("--user") + 1]
    assert f"type=bind,source={worktree},target={worktree}" in words
    assert words[words.index("--workdir") + 1] == str(worktree)
    assert "HOME=/tmp" in words and words[-4:] == ["ghcr.io/raine/workmux-sandbox:claude", "sh", "-c", "true"]
    assert ["stop", "-t", "2", words[2]] in [call[1:] for call in feat.calls("stop")]
    assert not list((world.state / "containers").rglob("*"))


def test_sbx_a3_docker_and_podman_differ(feat):
    world = feat.world
    world.ok("sandbox", "run", world.worktree("feat"), "--", "true")
    words = feat.run()
    assert words[words.index("--add-host") + 1] == "host.docker.internal:host-gateway" and "--userns=keep-id" not in words
    (world.root / "log").unlink()
    feat.sandbox(container={"runtime": "podman"})
    world.ok("sandbox", "run", world.worktree("feat"), "--", "true")
    words = feat.run()
    assert "--add-host" not in words and feat.calls("run")[0][0] == "podman"
    # Root has no user namespace in which its ids would have to be kept; podman refuses the option.
    assert ("--userns=keep-id" in words) == (os.getuid() != 0)
    if "--userns=keep-id" in words:
        assert words.index("--userns=keep-id") < words.index("--user")


def test_sbx_a4_the_runtime_that_is_there_is_found_and_named(feat):
    world = feat.world
    clean = world.root / "clean"
    clean.mkdir()
    for name in ("git", "sh", "bash", "env", "cat"):
        (clean / name).symlink_to(shutil.which(name))
    shutil.copy(world.root / "bin/podman", clean / "podman")
    feat.sandbox(container={})
    done = world.ok("sandbox", "shell", "--", "id", at=world.worktree("feat"), env={"PATH": str(clean)})
    assert "sandbox: image=ghcr.io/raine/workmux-sandbox:claude runtime=podman" in done.err
    assert feat.run()[2].startswith("wm-shell-")


def test_sbx_a5_a6_panes_are_wrapped_by_target(recorded):
    world = recorded.world
    recorded.on_run("sleep 600")
    world.configure(panes=[{"command": "<agent>", "focus": True}, {"command": "ls", "split": "horizontal"}])
    world.start_tmux()

    def panes(window):
        ids = world.tmux("list-panes", "-t", world.pane_of(window), "-F", "#{pane_id}").splitlines()
        return [world.tmux("capture-pane", "-p", "-J", "-t", pane) for pane in ids]

    world.ok("add", "feat2", "-p", "hi", "-b")
    world.until(lambda: "sandbox run '" in panes("wm-feat2")[0] and "README" in panes("wm-feat2")[1], "both panes")
    assert "--dangerously-skip-permissions" in panes("wm-feat2")[0] and "sandbox run" not in panes("wm-feat2")[1]
    recorded.sandbox(target="all")
    world.ok("add", "feat3", "-p", "hi", "-b")
    world.until(lambda: "sandbox run '" in panes("wm-feat3")[1], "the second pane is wrapped too")


def test_sbx_a10_excluded_files_are_masked_last(feat):
    world, worktree = feat.world, feat.world.worktree("feat")
    world.write(".env", "SECRET")
    world.write(".env", "SECRET", at=worktree)
    world.write("dir/file", "SECRET", at=worktree)
    feat.sandbox(container={"runtime": "docker", "excluded_files": [".env", "../x", "dir"]})
    done = world.ok("sandbox", "run", worktree, "--", "true")
    words = feat.run()
    for path in (worktree / ".env", world.repo / ".env"):
        mask = f"type=bind,source=/dev/null,target={path},readonly"
        assert words.index(mask) > words.index(f"type=bind,source={worktree},target={worktree}")
    assert "'../x'" in done.err and any(word.endswith(f"target={worktree}/dir,readonly") for word in words)


def test_sbx_a11_files_that_cannot_be_masked_end_the_run(feat):
    feat.world.script("container", ENGINE.format(root=feat.world.root))
    feat.sandbox(container={"runtime": "apple-container", "excluded_files": [".env"]})
    done = feat.world.fails("sandbox", "run", feat.world.worktree("feat"), "--", "true")
    assert "excluded_files" in done.err and not feat.calls("run")


def test_a_missing_image_is_pulled_only_when_it_is_official(feat):
    world = feat.world
    (world.root / "missing").touch()
    done = world.ok("sandbox", "run", world.worktree("feat"), "--", "true")
    assert "Image 'ghcr.io/raine/workmux-sandbox:claude' not found locally, pulling..." in done.err
    assert feat.calls("pull") == [["docker", "pull", "ghcr.io/raine/workmux-sandbox:claude"]]
    feat.sandbox(image="mine:1")
    done = world.fails("sandbox", "run", world.worktree("feat"), "--", "true")
    assert "mine:1" in done.err and "docker" in done.err and len(feat.calls("pull")) == 1 and len(feat.calls("run")) == 1


def test_sbx_a37_closing_stops_what_has_a_marker(feat):
    world = feat.world
    marker = world.state / "containers/feat/wm-feat-1"
    marker.parent.mkdir(parents=True)
    marker.write_text("podman")
    world.ok("close", "feat")
    # podman may say that it stopped a container which it keeps.
    assert feat.calls()[-2:] == [["podman", "stop", "-t", "0", "wm-feat-1"], ["podman", "rm", "-f", "wm-feat-1"]]
    assert not marker.parent.exists()


def test_closing_keeps_the_marker_of_a_container_that_the_engine_cannot_stop(feat):
    world = feat.world
    marker = world.state / "containers/feat/wm-feat-4194000"  # nobody has this pid
    marker.parent.mkdir(parents=True)
    marker.write_text("podman")
    (world.root / "broken").touch()
    world.ok("close", "feat")
    assert marker.exists()
    (world.root / "broken").unlink()
    world.ok("list")
    assert not marker.parent.exists()


def test_sbx_a38_killing_the_window_stops_the_container(recorded):
    world = recorded.world
    recorded.on_run("echo $$ > $0.pid; exec sleep 600")
    world.start_tmux()
    world.ok("add", "feat", "-b")
    markers = world.state / "containers/feat"
    world.until(lambda: recorded.calls("run"), "it runs")
    name = recorded.run()[2]
    world.until(lambda: (markers / name).exists(), "its marker")
    assert (markers / name).read_text() == "docker" and (markers / f".{name}.json").exists()
    world.tmux("kill-window", "-t", world.pane_of("wm-feat"))
    world.until(lambda: ["docker", "stop", "-t", "2", name] in recorded.calls(), "it is stopped")
    world.until(lambda: not markers.exists(), "its marker is gone")
    world.until(lambda: not [line for _, line in world.processes() if "sandbox run" in line], "the supervisor ends")


def test_an_engine_that_cannot_stop_is_asked_again_by_the_next_run(feat):
    world = feat.world
    (world.root / "broken").touch()
    world.ok("sandbox", "run", world.worktree("feat"), "--", "true")
    name = feat.run()[2]
    assert (world.state / "containers/feat" / name).exists()
    done = world.ok("sandbox", "shell", "--", "true", at=world.worktree("feat"))
    assert f"The container '{name}' of a sandbox that was killed could not be stopped with docker" in done.err
    (world.root / "broken").unlink()
    world.ok("sandbox", "shell", "--", "true", at=world.worktree("feat"))
    assert not (world.state / "containers/feat").exists()


def test_a_killed_supervisors_container_is_stopped_by_the_next_run(recorded):
    world = recorded.world
    recorded.on_run("sleep 600")
    world.start_tmux()
    world.ok("add", "feat", "-b")
    world.until(lambda: recorded.calls("run"), "it runs")
    name = recorded.run()[2]
    supervisor = name.rsplit("-", 1)[1]
    os.kill(int(supervisor), 9)
    world.until(lambda: not os.path.exists(f"/proc/{supervisor}"), "it is dead")
    recorded.on_run("exit 0")
    world.ok("sandbox", "shell", "--", "true", at=world.worktree("feat"))
    words = [call[1:] for call in recorded.calls()]
    assert words.index(["stop", "-t", "0", name]) < len(words) - 2 and not (world.state / "containers/feat").exists()


def test_sbx_a40_e18_no_value_is_in_the_arguments(feat):
    world = feat.world
    feat.sandbox(env={"API_KEY": "hunter2", "DOCKER_HOST": "tcp://hunter3"})
    feat.on_run(f"printenv API_KEY > {world.root}/seen; printenv WM_RPC_TOKEN >> {world.root}/seen; "
                f"printenv DOCKER_HOST >> {world.root}/seen; exit 0")
    world.ok("sandbox", "run", world.worktree("feat"), "--", "true")
    log = (world.root / "log").read_text()
    key, token = (world.root / "seen").read_text().splitlines()
    assert key == "hunter2" and len(token) == 64
    assert token not in log and "hunter" not in log and "--env-file" in log


def test_sbx_e21_exec_joins_as_the_caller(recorded):
    world = recorded.world
    recorded.on_run("sleep 600")
    world.start_tmux()
    world.ok("add", "feat", "-b", "-C")
    done = world.fails("sandbox", "shell", "--exec", "--", "id", at=world.worktree("feat"))
    assert "without --exec" in done.err
    world.ok("open", "feat", "-n")
    world.until(lambda: recorded.calls("run"), "it runs")
    name = recorded.run()[2]
    world.until(lambda: (world.state / "containers/feat" / name).exists(), "its marker")
    world.ok("sandbox", "shell", "--exec", "--", "id", at=world.worktree("feat"))
    (call,) = recorded.calls("exec")
    assert call[1:] == ["exec", "-i", "--user", f"{os.getuid()}:{os.getgid()}", "--workdir", str(world.worktree("feat")),
                        name, "bash", "-c", "id"]


class OldGuest:
    """A client of protocol version 1, as in published images: TCP, no socket file."""

    def __init__(self, recorded, **sandbox):
        self.world = recorded.world
        recorded.on_run(f"printenv WM_RPC_TOKEN > {self.world.root}/token; exec sleep 600")
        recorded.sandbox(**sandbox)
        self.world.start_tmux()
        self.world.ok("add", "feat", "-b")
        self.world.until(lambda: (self.world.root / "token").exists() and (self.world.root / "token").read_text(), "it runs")
        self.token = (self.world.root / "token").read_text().strip()
        words = recorded.run()
        self.host, self.port = (next((word.split("=", 1)[1] for word in words if word.startswith(name + "=")), None)
                                for name in ("WM_RPC_HOST", "WM_RPC_PORT"))

    def connect(self):
        return socket.create_connection(("127.0.0.1", int(self.port)), timeout=30)

    def call(self, *lines, token=None):
        """The answers to raw lines after the auth header."""
        with self.connect() as connection:
            text = "\n".join([json.dumps({"token": token or self.token}), *lines]) + "\n"
            try:
                connection.sendall(text.encode())
                connection.shutdown(socket.SHUT_WR)
                return self.rest(connection).decode().splitlines()
            except TimeoutError:
                raise
            except OSError:  # closed by the server while we wrote
                return []

    @staticmethod
    def rest(connection):
        data = b""
        while part := connection.recv(65536):
            data += part
        return data


@pytest.fixture
def old_guest(recorded):
    return OldGuest(recorded, rpc_bind="any", rpc_host="127.0.0.1")


def test_sbx_a13_a16_w3_an_old_guest_is_served_over_tcp(old_guest):
    world = old_guest.world
    assert old_guest.host == "127.0.0.1" and int(old_guest.port) > 1023
    assert old_guest.call('{"type":"Heartbeat"}', "", '{"type":"Heartbeat","extra":1}') == ['{"type":"Ok"}'] * 2
    assert old_guest.call('{"type":"Heartbeat","v":2}') == ['{"type":"Ok","v":2}']
    assert old_guest.call('{"type":"SetStatus","status":"waiting"}') == ['{"type":"Ok"}']
    assert world.option("wm-feat", "@workmux_status") == "💬"
    (answer,) = old_guest.call('{"type":"SetStatus","status":"bogus"}')
    assert json.loads(answer) == {"type": "Error", "message": "Unknown status: bogus"}
    (answer,) = old_guest.call('{"type":"Merge","name":"other","rebase":false,"squash":false,"ignore_uncommitted":false,"keep":false,'
                               '"no_verify":false,"no_hooks":false,"notification":false}')
    assert json.loads(answer)["type"] == "Error"


def test_sbx_a14_e11_bad_tokens_and_slow_headers_are_closed(old_guest):
    assert old_guest.call('{"type":"Heartbeat"}', token="0" * 64) == ['{"type":"Error","message":"Invalid token"}']
    with old_guest.connect() as silent:
        begin = time.monotonic()
        assert old_guest.rest(silent) == b"" and time.monotonic() - begin > 3
    for _ in range(4):
        old_guest.call('{"type":"Heartbeat"}', token="1" * 64)
    assert old_guest.call('{"type":"Heartbeat"}') == [], "after five bad tokens the peer is dropped for a minute"


def test_sbx_a15_a_line_that_is_too_long_ends_one_connection_only(old_guest):
    assert old_guest.call(json.dumps({"type": "SetTitle", "title": "x" * 1_200_000})) == []
    assert old_guest.call('{"type":"Heartbeat"}') == ['{"type":"Ok"}']


@pytest.mark.parametrize("policy", ["deny", "label"])
def test_sbx_8_6_no_tcp_where_no_guest_needs_it(recorded, policy):
    if policy == "label":
        script = (recorded.world.root / "bin/docker").read_text()
        recorded.world.script("docker", script.replace("echo sha256:1 ;;", """echo 'sha256:1 [null,{"workmux.protocol":"2"}]' ;;"""))
    guest = OldGuest(recorded, **({"network": {"policy": "deny"}} if policy == "deny" else {}))
    assert guest.host is None and guest.port is None


def test_sbx_a8_e5_global_keys_in_a_project_file_are_ignored_with_a_warning_each(feat):
    world = feat.world
    world.write(".workmux.yaml", json.dumps({"sandbox": {"extra_mounts": ["/etc"], "env": {"A": "b"}, "host_commands": ["rm"],
                                                         "network": {"policy": "allow"}}}))
    done = world.ok("sandbox", "run", world.worktree("feat"), "--", "true")
    words = feat.run()
    assert not [word for word in words if "/etc" in word and "source=" in word] and "A" not in words
    log = (world.state / "workmux.log").read_text()
    for key in ("extra_mounts", "env", "host_commands", "network"):
        lines = [line for line in (log + done.err).splitlines() if f"sandbox.{key}" in line and "ignored" in line]
        assert lines, (key, log, done.err)


@pytest.mark.parametrize("values,text", [
    ({"container": {"devices": ["dev/kvm"]}}, "Invalid sandbox container config"),
    ({"network": {"allowed_domains": ["1.2.3.4"]}}, "Invalid sandbox network config"),
    ({"network": {"allowed_domains": [{"host": "*.x.org", "allow_private_ips": True}]}}, "Invalid sandbox network config")])
def test_sbx_a12_bad_devices_and_domains_end_every_command(feat, values, text):
    feat.sandbox(**values)
    for words in (["list"], ["sandbox", "run", feat.world.worktree("feat"), "--", "true"], ["add", "other", "-b"]):
        done = feat.world.workmux(*words)
        if words != ["list"]:
            assert done.code == 1 and text in done.err, (words, done)
    assert not feat.calls("run")


def test_sbx_a28_e1_a_planted_fsmonitor_runs_in_no_command(old_guest):
    world = old_guest.world
    canary = world.root / "canary"
    world.script("monitor", f"#!/bin/sh\ntouch {canary}\n")
    world.git("config", "core.fsmonitor", world.root / "bin/monitor")
    world.write("README", "changed\n", at=world.worktree("feat"))
    world.workmux("list")
    world.workmux("status", "--git")
    old_guest.call('{"type":"Merge","name":"feat","rebase":false,"squash":false,"ignore_uncommitted":false,"keep":true,'
                   '"no_verify":false,"no_hooks":false,"notification":false}')
    assert not canary.exists()
    world.git("status", at=world.worktree("feat"))
    assert canary.exists(), "the user's own git runs it, so the monitor works"


def test_sbx_a29_e2_a_forged_worktree_file_deletes_nothing_else(old_guest):
    world = old_guest.world
    other = world.root / "other"
    world.git("init", "-q", str(other))
    (other / "work").write_text("mine")
    (world.repo / ".git/worktrees/feat/gitdir").write_text(f"{other}/.git\n")
    answers = old_guest.call('{"type":"Merge","name":"feat","rebase":false,"squash":false,"ignore_uncommitted":true,"keep":false,'
                             '"cleanup":true,"no_verify":false,"no_hooks":false,"notification":false}')
    assert json.loads(answers[-1])["type"] == "Error", answers
    assert world.workmux("remove", "feat", "-f").code != 0
    assert (other / "work").read_text() == "mine" and (other / ".git").is_dir()
