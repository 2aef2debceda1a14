"""How many processes a command starts (what git itself starts does not count)."""
import os

import pytest

from support.processes import executed, ours


@pytest.fixture
def plain(world):
    world.configure(panes=[{"focus": True}])
    return world.start_tmux()


def names(calls):
    return [os.path.basename(call.split('"')[1]) for call in calls]


def count(world, *words, **options):
    done, executions = executed(world, *words, **options)
    assert done.returncode == 0, done.stderr
    return names(ours(executions))


def test_version_starts_nothing(plain):
    assert count(plain, "--version") == []


def test_path_starts_nothing(plain):
    plain.ok("add", "x", "-b")
    assert count(plain, "path", "x") == []


def test_a_status_hook_starts_one_tmux_and_no_git(plain):
    plain.ok("add", "x", "-b")
    pane = plain.pane_of("wm-x")
    for status in ("working", "working", "waiting", "done"):
        assert count(plain, "set-window-status", status, env={"TMUX_PANE": pane}) == ["tmux"]


def test_add_starts_at_most_4_beside_git_worktree_add(plain):
    started = count(plain, "add", "x", "-b")
    assert started.count("git") == 1 and len(started) - 1 <= 4, started


def test_add_in_a_sandbox_starts_no_more(plain):
    plain.configure(panes=[{"command": "<agent>"}], agent="sh", sandbox={"enabled": True, "backend": "bubblewrap"})
    started = count(plain, "add", "y", "-b")
    assert started.count("git") == 1 and len(started) - 1 <= 4, started


def test_list_starts_at_most_2(plain):
    for i in range(4):
        plain.ok("add", f"w{i}", "-b")
    assert len(count(plain, "list")) <= 2


def test_remove_starts_at_most_5(plain):
    plain.ok("add", "x", "-b")
    started = count(plain, "remove", "-f", "x")
    assert len(started) <= 5, started


def test_sbx_w12_a_container_starts_with_2_processes_beside_the_engine(plain):
    plain.ok("add", "x", "-b")
    plain.script("docker", "#!/bin/sh\ncase $1 in image) echo sha256:1 ;; esac\n")
    plain.configure(agent="claude", sandbox={"enabled": True, "backend": "container", "image": "mine:1", "container": {"runtime": "docker"}})
    started = count(plain, "sandbox", "run", plain.worktree("x"), "--", "true")
    assert len([name for name in started if name != "docker"]) <= 2, started
    # One question about the image, the run itself, and the end of it.
    assert started.count("docker") == 3, started
