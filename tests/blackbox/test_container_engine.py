"""What only a real container engine shows: images, ids, limits, rights on files, and how it ends (WORKMUX_TEST_ENGINE)."""
import os
import pathlib
import signal
import subprocess

import pytest

from support.world import files_under

pytestmark = pytest.mark.skipif(os.environ.get("WORKMUX_TEST_ENGINE", "bubblewrap") == "bubblewrap",
                                reason="no container engine was chosen: WORKMUX_TEST_ENGINE (tools/test-engines sets it)")


def engine(world, *words, check=True):
    done = subprocess.run([world.runtime, *map(str, words)], env=world.env, text=True, capture_output=True, timeout=60)
    assert not check or done.returncode == 0, done
    return done.stdout.strip()


def configure(world, **values):
    world.configure(sandbox={**world.settings["sandbox"], **values})


@pytest.fixture
def tree(sandboxed):
    sandboxed.start_tmux()
    sandboxed.ok("add", "f", "-b", "-C")
    return sandboxed


@pytest.fixture
def live(sandboxed):
    sandboxed.agent('echo up > up; while read -r line; do eval "$line"; done')
    sandboxed.start_tmux()
    sandboxed.ok("add", "f", "-b")
    sandboxed.until((sandboxed.worktree("f") / "up").exists, "it runs")
    return sandboxed


def the_container(world):
    """Name of the one container that has a marker."""
    (marker,) = (world.state / "containers").glob("*/wm-*")
    return marker.name


def containers(world):
    """What still exists with the label of this world's project."""
    project = next((world.state / "worktrees").rglob("f.json")).parent.name
    return engine(world, "ps", "-a", "--filter", f"label=workmux.project={project}", "--format", "{{.Names}}").split()


def nothing_left(world):
    left = files_under(world.state / "containers") + files_under(world.state / "sandbox/runs")
    sockets = [path for path in files_under(world.root / "run") if path.suffix == ".sock"]
    return not (containers(world) or left or sockets)


def test_ids_and_the_owner_of_files_are_the_callers(tree):
    done = tree.inside("f", "id -u; id -g; echo x > made; mkdir d; echo x > d/y; echo $HOME; touch $HOME/in-home && echo home")
    assert done.out.split() == [str(os.getuid()), str(os.getgid()), "/tmp", "home"], done
    for path in ("made", "d", "d/y"):
        status = (tree.worktree("f") / path).stat()
        assert (status.st_uid, status.st_gid) == (os.getuid(), os.getgid())
    assert tree.inside("f", "git add made d && git commit -qm made").code == 0
    assert tree.git("log", "--format=%s", "-1", "f") == "made"


def test_the_guest_works_in_an_image_without_git_and_bash(tree):
    configure(tree, image="localhost/workmux-test:busybox")
    done = tree.inside("f", "workmux --version; cat README; command -v git bash; echo written > there")
    assert done.out.startswith("workmux ") and "hello" in done.out and "git" not in done.out, done
    assert (tree.worktree("f") / "there").read_text() == "written\n"


def test_an_image_without_a_shell_says_so(tree):
    configure(tree, image="localhost/workmux-test:bare")
    done = tree.inside("f", "true")
    assert done.code == 127 and "sh" in done.err, done
    assert nothing_left(tree)


def test_an_image_that_is_missing_is_named(tree):
    configure(tree, image="localhost/workmux-test:none")
    done = tree.inside("f", "true")
    assert done.code == 1 and "localhost/workmux-test:none" in done.err and tree.runtime in done.err


def test_the_images_entry_point_runs(tree):
    name = f"localhost/workmux-test:entry-{os.getpid()}"
    context = tree.root / "context"
    context.mkdir()
    (context / "Dockerfile").write_text(
        'FROM localhost/workmux-test:busybox\nENTRYPOINT ["env", "FROM_ENTRY=yes"]\n')
    engine(tree, "build", "-t", name, "-f", context / "Dockerfile", context)
    try:
        configure(tree, image=name)
        done = tree.inside("f", "echo $FROM_ENTRY; grep -c Seccomp:.2 /proc/self/status")
        assert done.out.split() == ["yes", "1"], done
    finally:
        engine(tree, "rmi", name)


def test_sbx_e16_rights_on_files_are_taken_after_a_relaxed_run(tree):
    configure(tree, container={**tree.settings["sandbox"]["container"], "hardening": "relaxed"})
    script = "cp /bin/true helper; chmod 4755 helper; mkdir -p deep/er; cp helper deep/er/other; chmod 2755 deep/er/other; ls -l helper"
    done = tree.inside("f", script)
    assert "rws" in done.out and "'helper'" in done.err and "'deep/er/other'" in done.err, done
    for path in ("helper", "deep/er/other"):
        assert (tree.worktree("f") / path).stat().st_mode & 0o7000 == 0
    weak = tree.program.with_name("workmux-weak")
    if weak.exists():
        tree.program, tree.env["WORKMUX_WEAK"] = weak, "privileges"
        tree.inside("f", script)
        assert (tree.worktree("f") / "helper").stat().st_mode & 0o4000


def test_memory_limits_hold_where_the_engine_has_them(tree):
    configure(tree, container={**tree.settings["sandbox"]["container"], "memory": "64m"})
    done = tree.inside("f", "cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null; true")
    if tree.engine == "podman-rootless" and not pathlib.Path("/sys/fs/cgroup/cgroup.controllers").exists():
        assert "memory and cpus have no effect" in done.err
    else:
        assert str(64 << 20) in done.out.split(), done


def test_sbx_e21_exec_joins_the_running_container(live):
    done = live.ok("sandbox", "shell", "--exec", "--", "id -u; cat up; echo $WM_SANDBOX_GUEST", at=live.worktree("f"))
    assert done.out.split() == [str(os.getuid()), "up", "1"]


def test_excluded_files_and_extra_mounts(tree):
    (tree.worktree("f") / ".env").write_text("SECRET")
    tree.write("extra/file", "from the host", at=tree.root)
    configure(tree, container={**tree.settings["sandbox"]["container"], "excluded_files": [".env"]},
              extra_mounts=[{"host_path": str(tree.root / "extra"), "guest_path": "/extra"}])
    done = tree.inside("f", "cat .env; cat /extra/file; touch /extra/x; echo $?")
    assert "SECRET" not in done.out and "from the host" in done.out and done.out.split()[-1] != "0"


def test_what_is_killed_leaves_nothing_after_the_next_command(live):
    name = the_container(live)
    os.kill(int(name.rsplit("-", 1)[1]), signal.SIGKILL)
    live.until(lambda: not os.path.exists(f"/proc/{name.rsplit('-', 1)[1]}"), "the supervisor is dead")
    live.ok("list")
    live.until(lambda: nothing_left(live), "the next command puts everything away")


def test_killing_the_client_leaves_nothing(live):
    name = the_container(live)
    clients = [pid for pid, line in live.processes() if f"--name {name}" in line and "sandbox run" not in line and "conmon" not in line]
    assert clients
    for pid in clients:
        os.kill(pid, signal.SIGKILL)
    live.until(lambda: nothing_left(live), "the supervisor stops the container")


def test_a_container_that_the_engine_killed_leaves_nothing(live):
    engine(live, "rm", "-f", "-t", "0", the_container(live)) if live.runtime == "podman" else engine(live, "rm", "-f", the_container(live))
    live.until(lambda: nothing_left(live), "the supervisor ends")
    assert "$" in live.screen("wm-f").splitlines()[-1]


def test_killing_the_window_leaves_nothing(live):
    live.tmux("kill-window", "-t", live.pane_of("wm-f"))
    live.until(lambda: nothing_left(live), "everything ends")


OLD_CLIENT = """
import json, os, socket
assert os.environ["WM_RPC_TOKEN"]
for host in (os.environ.get("WM_RPC_HOST"),):
    s = socket.create_connection((host, int(os.environ["WM_RPC_PORT"])), timeout=20)
    s.sendall((json.dumps({"token": os.environ["WM_RPC_TOKEN"]}) + chr(10) + json.dumps({"type": "Heartbeat"}) + chr(10)).encode())
    print(s.recv(1000).decode().strip())
"""


def test_sbx_8_6_an_old_guest_reaches_the_host_over_tcp(live):
    # An image of `image_repo` may hold a workmux of protocol version 1.
    configure(live, image_repo="localhost/workmux-test")
    if live.engine == "podman-rootless":
        # An ordinary user's podman has no bridge of its own whose address would be narrow.
        assert live.inside("f", "echo port=$WM_RPC_PORT").out.strip() == "port="
        return
    live.write("old.py", OLD_CLIENT, at=live.worktree("f"))
    done = live.inside("f", "python3 old.py; unset WM_RPC_SOCK; workmux set-window-status waiting; echo $?")
    assert done.out.splitlines() == ['{"type":"Ok"}', "0"], done


def test_killing_what_watches_over_a_container_leaves_nothing(live):
    """podman has no daemon: a conmon for each container. docker: the process itself."""
    if live.engine == "podman-rootless":
        pytest.skip("seen to be followed by a mount that blocks the storage of an ordinary user's podman 4.3, for all later tests")
    if live.runtime == "docker":
        pid = int(engine(live, "inspect", "--format", "{{.State.Pid}}", the_container(live)))
        if os.getuid() != 0:
            engine(live, "kill", the_container(live))
        else:
            os.kill(pid, signal.SIGKILL)
    else:
        os.kill(int(engine(live, "inspect", "--format", "{{.State.ConmonPid}}", the_container(live))), signal.SIGKILL)
    live.until(lambda: not [line for _, line in live.processes() if " sandbox run " in line and "-- " in line and "bash" not in line.split()[0]],
               "the supervisor ends", 60)
    live.ok("list")
    live.until(lambda: nothing_left(live), "nothing is left")
