"""What a sandbox leaves behind: nothing, however it ends."""
import concurrent.futures
import json
import os
import pathlib
import signal

import pytest

from support.world import files_under


@pytest.fixture
def live(sandboxed):
    sandboxed.agent('echo up > up; while read -r line; do eval "$line"; done')
    sandboxed.start_tmux()
    sandboxed.ok("add", "f", "-b")
    sandboxed.until((sandboxed.worktree("f") / "up").exists, "it runs")
    return sandboxed


def supervisors(world):
    return [pid for pid, line in world.processes() if "sandbox run" in line and "sh -c" not in line and "bash" not in line.split()[0]]


def leftovers(world):
    run = world.root / "run"
    below = [pathlib.Path(folder) / name for folder, folders, _ in os.walk(run) for name in folders]
    return [str(path) for path in below + files_under(run) + files_under(world.state / "sandbox/runs")]


def ended(pid):
    """Nothing of it is left but, perhaps, an exit status that nobody has asked for."""
    try:
        return open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()[0] in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return True


def gone(world):
    return not [line for _, line in world.processes() if "bwrap" in line or "sandbox run" in line]


def test_killing_the_window_cleans_up(live):
    live.tmux("kill-window", "-t", live.pane_of("wm-f"))
    live.until(lambda: gone(live), "every process ends")
    live.until(lambda: not [p for p in leftovers(live) if not p.endswith(("workmux", "sandbox"))], "nothing is left")


def test_killing_the_server_cleans_up(live):
    live.tmux("kill-server")
    live.until(lambda: gone(live), "every process ends")


def test_a_killed_supervisor_is_swept_by_the_next_run_and_loses_no_commit(live):
    live.type("wm-f", "echo x > x; git add x; git commit -qm last; echo > committed")
    live.until((live.worktree("f") / "committed").exists, "it committed")
    killed = supervisors(live)
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    live.until(lambda: gone(live) and all(map(ended, killed)), "the guest ends with it")
    assert live.inside("f", "git log --format=%s -1").out.strip() == "last"
    assert live.git("log", "--format=%s", "-1", "f") == "last"
    assert len([p for p in leftovers(live) if p.endswith(".json") or p.endswith(".sock")]) == 0


def test_kill_9_of_the_supervisor_while_commits_go_on_loses_none(live):
    live.type("wm-f", "i=0; while :; do git commit -q --allow-empty -m c$i && echo $i >> count; i=$((i+1)); done")
    count = live.worktree("f") / "count"
    for _ in range(3):
        live.until(lambda: count.exists() and len(count.read_text().split()) >= 3, "it commits")
        for pid in supervisors(live):
            os.kill(pid, signal.SIGKILL)
        live.until(lambda: gone(live), "the guest ends with it")
        committed = int(count.read_text().split()[-1])
        assert live.inside("f", "git status --short; git fsck --strict 2>&1 | grep -v dangling; true").code == 0
        subjects = live.git("log", "--format=%s", "f").split("\n")
        assert f"c{committed}" in subjects, (committed, subjects[:3])
        count.unlink()
        live.ok("close", "f")
        live.agent("i=1000; while :; do git commit -q --allow-empty -m c$i && echo $i >> count; i=$((i+1)); done")
        live.ok("open", "f")


def test_sbx_a7_closing_and_opening_keeps_the_sandbox(world):
    world.config({"nerdfont": False, "agent": "sh", "panes": [{"command": "<agent>"}], "sandbox": {"enabled": False, "backend": "bubblewrap"}})
    world.start_tmux()
    world.ok("add", "f3", "-S", "-b")
    world.until(lambda: "sandbox run" in world.screen("wm-f3"), "wrapped")
    world.ok("close", "f3")
    world.ok("open", "f3")
    world.until(lambda: "sandbox run" in world.screen("wm-f3"), "wrapped again")


def test_sbx_a5_a6_the_target_decides_which_panes_are_wrapped(sandboxed):
    sandboxed.configure(panes=[{"command": "<agent>", "focus": True}, {"command": "ls", "split": "horizontal"}])
    sandboxed.start_tmux()
    sandboxed.ok("add", "a", "-b")
    panes = lambda: [sandboxed.tmux("capture-pane", "-p", "-J", "-t", pane) for pane in
                     sandboxed.tmux("list-panes", "-t", sandboxed.pane_of("wm-a"), "-F", "#{pane_id}").splitlines()]
    sandboxed.until(lambda: "sandbox run" in panes()[0] and "README" in panes()[1], "both panes")
    assert "sandbox run" not in panes()[1]
    sandboxed.configure(sandbox={**sandboxed.settings["sandbox"], "target": "all"})
    sandboxed.ok("add", "b", "-b")
    sandboxed.until(lambda: "sandbox run" in sandboxed.tmux("capture-pane", "-p", "-J", "-t", sandboxed.tmux(
        "list-panes", "-t", sandboxed.pane_of("wm-b"), "-F", "#{pane_id}").splitlines()[1]), "the second pane is wrapped too")


def test_sbx_a27_e3_a_forged_link_mounts_nothing(sandboxed):
    sandboxed.start_tmux()
    sandboxed.ok("add", "f", "-b", "-C")
    secret = sandboxed.home / ".ssh/a/b"
    secret.mkdir(parents=True)
    (sandboxed.home / ".ssh/id").write_text("SECRET")
    (sandboxed.worktree("f") / ".git").write_text(f"gitdir: {secret}\n")
    done = sandboxed.inside("f", f"cat {sandboxed.home}/.ssh/id")
    assert done.code != 0 and "SECRET" not in done.out


def test_nested_sandboxes_are_refused(sandboxed):
    sandboxed.start_tmux()
    sandboxed.ok("add", "f", "-b", "-C")
    done = sandboxed.inside("f", "workmux sandbox shell -- true")
    assert done.code == 1 and "sandbox" in done.err


def test_a_worktree_record_and_snapshot_are_private(live):
    files = [p for p in live.state.rglob("*.json")]
    assert files and all(p.stat().st_mode & 0o077 == 0 for p in files)
    assert json.loads(next((live.state / "worktrees").rglob("f.json")).read_text())["sandbox"]["enabled"] is True


def test_many_sandboxes_at_once_all_start(live):
    """The network helper must not join while bwrap still brings up the loopback device: one start in twenty failed so."""
    count = 60 if os.environ.get("WORKMUX_TEST_ENGINE", "bubblewrap") == "bubblewrap" else 8
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        runs = list(pool.map(lambda _: live.workmux("sandbox", "run", ".", "--", "true", at=live.worktree("f")), range(count)))
    assert not [run for run in runs if run.code != 0]


def test_two_windows_of_one_worktree_share_their_git(live):
    live.ok("open", "f", "-n")
    live.until(lambda: "wm-f-2" in live.windows(), "a second window")
    live.type("wm-f-2", "echo 2 > two; git add two; git commit -qm two; echo > done2")
    live.until((live.worktree("f") / "done2").exists, "it committed")
    live.type("wm-f", "git log --format=%s -1 > seen")
    live.until(lambda: (live.worktree("f") / "seen").exists() and "two" in (live.worktree("f") / "seen").read_text(), "seen")
    live.until(lambda: live.git("log", "--format=%s", "-1", "f") == "two", "home")


def test_removing_ends_the_sandbox_and_its_state(live):
    live.ok("rm", "-f", "f")
    live.until(lambda: gone(live), "every process ends")
    assert not list((live.state / "sandbox/git").rglob("f")) and not list((live.state / "sandbox/snapshots").glob("*.json"))
    assert live.git("for-each-ref", "refs/workmux/sandbox") == ""
