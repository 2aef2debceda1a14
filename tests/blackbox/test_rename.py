"""workmux rename."""
import json

import pytest


@pytest.fixture
def plain(world):
    world.configure(panes=[{"focus": True}])
    return world.start_tmux()


def test_wt_a35_worktree_branch_and_window_get_the_name(plain):
    plain.ok("add", "x", "-b")
    plain.ok("add", "child", "--base", "x", "-b")
    (plain.worktree("x") / "README").write_text("changed")
    done = plain.ok("rename", "x", "y", "-b")
    assert done.out == "✓ Renamed worktree 'x' -> 'y'\n✓ Renamed branch 'x' -> 'y'\n✓ Renamed 1 tmux target\n"
    assert (plain.worktree("y") / "README").read_text() == "changed" and not plain.worktree("x").exists()
    assert "y" in plain.branches() and "x" not in plain.branches()
    assert "wm-y" in plain.windows() and "wm-x" not in plain.windows()
    assert plain.git("config", "branch.y.workmux-base") == "main"
    assert plain.git("config", "branch.child.workmux-base") == "y"  # WT-W36
    assert plain.git("config", "--get-regexp", "workmux.worktree.x", check=False) == ""
    assert plain.git("config", "workmux.worktree.y.mode") == "window"
    assert plain.option("wm-y", "@workmux_worktree") == str(plain.worktree("y"))
    plain.ok("rm", "-f", "y")
    assert not plain.worktree("y").exists() and "wm-y" not in plain.windows()


def test_wt_a35_nothing_changes_when_the_path_is_taken(plain):
    plain.ok("add", "y", "-b")
    plain.worktree("z").mkdir()
    done = plain.fails("rename", "y", "z")
    assert f"Target path already exists: {plain.worktree('z')}" in done.err
    assert (plain.worktree("y") / "README").exists() and "wm-y" in plain.windows()


def test_mux_a34_duplicates_keep_their_numbers(plain):
    plain.ok("add", "a", "-b")
    plain.ok("open", "a", "--new")
    plain.ok("add", "a-x", "-b")
    done = plain.ok("rename", "a", "c")
    assert "✓ Renamed 2 tmux targets" in done.out
    assert sorted(w for w in plain.windows() if w.startswith("wm-")) == ["wm-a-x", "wm-c", "wm-c-2"]
    assert "a" in plain.branches()


def test_mux_7_6_a_window_of_that_name_is_in_the_way(plain):
    plain.ok("add", "a", "-b")
    plain.tmux("new-window", "-d", "-n", "wm-c-2")
    done = plain.fails("rename", "a", "c")
    assert "tmux window 'wm-c' (or a numbered duplicate) already exists" in done.err
    assert plain.worktree("a").exists()


def test_wt_w36_a_custom_target_name_stays(plain):
    plain.ok("add", "a", "--target-name", "mine", "-b")
    plain.tmux("new-window", "-d", "-n", "wm-b")
    plain.ok("rename", "a", "b")
    assert "wm-mine" in plain.windows()
    assert plain.option("wm-mine", "@workmux_worktree") == str(plain.worktree("b"))
    assert "Switched" in plain.ok("open", "b").out


def test_wt_w36_cli_w27_the_branch_keeps_its_prefix_or_gets_any_name(plain):
    plain.ok("add", "feature/a", "-b")
    plain.ok("rename", "feature-a", "feature/b", "-b")
    assert "feature/b" in plain.branches() and plain.worktree("feature-b").exists()
    plain.ok("rename", "feature-b", "short", "--branch=topic/long")
    assert "topic/long" in plain.branches() and plain.worktree("short").exists()
    plain.ok("rename", "short", "short", "--branch=t")
    assert "t" in plain.branches()
    assert "already exists" in plain.fails("rename", "short", "s", "--branch=main").err
    assert "valid branch name" in plain.fails("rename", "short", "s", "--branch=a..b").err


def test_a_session_is_renamed(plain):
    plain.ok("add", "s1", "-s", "-b")
    plain.ok("rename", "s1", "s2")
    names = plain.tmux("list-sessions", "-F", "#{session_name}").splitlines()
    assert "wm-s2" in names and "wm-s1" not in names


def test_the_current_worktree_from_inside(plain):
    plain.ok("add", "x", "-b")
    sub = plain.worktree("x") / "sub"
    sub.mkdir()
    done = plain.ok("rename", "y", at=sub)
    assert f"cd '{plain.worktree('y')}'" in done.err and plain.worktree("y").exists()


def test_agt_5_7_agents_follow(plain):
    plain.ok("add", "x", "-b")
    pane = plain.pane_of("wm-x")
    plain.ok("set-window-status", "working", at=plain.worktree("x"), env={"TMUX_PANE": pane})
    plain.ok("rename", "x", "y")
    states = [json.loads(p.read_text()) for p in (plain.state / "agents").glob("*.json")]
    assert [s["workdir"] for s in states] == [str(plain.worktree("y"))]


def test_refusals(plain):
    plain.ok("add", "x", "-b")
    plain.ok("add", "z", "--name", "other", "-b")
    assert "Cannot rename the main worktree" in plain.fails("rename", "app", "b").err
    assert "Nothing to rename: new name 'x' matches current handle" in plain.fails("rename", "x", "X").err
    assert "Another worktree with handle 'z' already exists" in plain.fails("rename", "x", "z").err
    assert "Handle cannot be empty" in plain.fails("rename", "x", "!!!").err
    plain.git("checkout", "-q", "--detach", at=plain.worktree("x"))
    assert "detached HEAD" in plain.fails("rename", "x", "q", "-b").err
    assert plain.worktree("x").exists()


def test_it_works_without_tmux(plain):
    plain.ok("add", "x", "-b")
    plain.tmux("kill-server")
    plain.ok("rename", "x", "y")
    assert plain.ok("path", "x").out == f"{plain.worktree('y')}\n"
