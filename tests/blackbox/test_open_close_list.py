"""workmux open, close, list, path."""
import json

import pytest


@pytest.fixture
def plain(world):
    world.configure(panes=[{"focus": True}])
    return world.start_tmux()


def test_open_and_close_a_window(plain):
    plain.ok("add", "x", "-b")
    assert plain.ok("close", "x").out == "✓ Closed window 'wm-x' (worktree kept)\n"
    assert "wm-x" not in plain.windows() and plain.worktree("x").exists()
    done = plain.fails("close", "x")
    assert "No active window found for 'wm-x'. The worktree exists but has no open window." in done.err
    assert plain.ok("open", "x").out == f"✓ Opened tmux window for 'x'\n  Worktree: {plain.worktree('x')}\n"
    assert plain.ok("open", "x").out.startswith("✓ Switched to existing tmux window for 'x'")
    assert plain.windows().count("wm-x") == 1


def test_wt_a33_mux_a6_a7_more_windows_of_one_worktree(plain):
    plain.ok("add", "x", "-b")
    plain.ok("add", "z", "-b")
    plain.ok("open", "x", "-n")
    plain.ok("open", "x", "-n")
    assert plain.windows()[1:] == ["wm-x", "wm-x-2", "wm-x-3", "wm-z"]
    plain.type("wm-x-2", f"{plain.program} close")
    plain.until(lambda: "wm-x-2" not in plain.windows(), "it closes itself")
    assert {"wm-x", "wm-x-3"} <= set(plain.windows())
    plain.ok("open", "x", "-n")
    assert "wm-x-4" in plain.windows() and "wm-x-2" not in plain.windows()


def test_mux_a8_new_without_a_window_has_no_number(plain):
    plain.ok("add", "a", "-b")
    plain.ok("close", "a")
    plain.ok("open", "a", "--new")
    assert "wm-a" in plain.windows()


def test_wt_a34_a_window_becomes_a_session(plain):
    plain.ok("add", "x", "-b")
    plain.ok("open", "x", "-s")
    assert "wm-x" in plain.tmux("list-sessions", "-F", "#{session_name}").splitlines()
    assert plain.git("config", "workmux.worktree.x.mode") == "session"
    assert plain.ok("open", "x").out.startswith("✓ Switched to existing tmux session")


def test_mux_w4_a_renamed_window_is_still_found(plain):
    plain.ok("add", "x", "-b")
    plain.tmux("rename-window", "-t", plain.pane_of("wm-x"), "my own name")
    assert plain.ok("open", "x").out.startswith("✓ Switched")
    plain.ok("rm", "-f", "x")
    assert "my own name" not in plain.windows()


def test_mux_a28_closing_its_own_window_prints_nothing(plain):
    plain.ok("add", "x", "-b")
    plain.type("wm-x", f"{plain.program} close > {plain.root}/out")
    plain.until(lambda: "wm-x" not in plain.windows(), "it closes")
    assert (plain.root / "out").read_text() == "" and plain.worktree("x").exists()


def test_wt_w14_close_without_a_name_means_the_window_it_is_typed_in(plain):
    plain.ok("add", "a", "-b")
    plain.ok("add", "b", "-b")
    plain.type("wm-b", f"cd {plain.worktree('a')} && {plain.program} close")
    plain.until(lambda: "wm-b" not in plain.windows(), "b closes")
    assert "wm-a" in plain.windows()


def test_open_reports_each_name(plain):
    plain.ok("add", "a", "-b")
    plain.ok("close", "a")
    done = plain.fails("open", "a", "nope")
    assert "✗ Worktree 'nope' not found." in done.err and "Failed to open 1 of 2 worktrees" in done.err
    assert "wm-a" in plain.windows()
    plain.fails("open", code=2)


def test_open_runs_hooks_only_when_asked(plain):
    plain.ok("add", "x", "-b")
    plain.ok("close", "x")
    plain.configure(post_create=["touch hooked"])
    plain.ok("open", "x")
    assert not (plain.worktree("x") / "hooked").exists()
    plain.ok("close", "x")
    assert "✓ Setup complete" in plain.ok("open", "x", "--run-hooks").out
    assert (plain.worktree("x") / "hooked").exists()


def test_cli_a8_path(plain):
    plain.ok("add", "feat/One", "-b")
    for name in ("feat/One", "feat-one"):
        assert plain.ok("path", name).out == f"{plain.worktree('feat-one')}\n"
    done = plain.fails("path", "nope")
    assert done.out == "" and "Worktree 'nope' not found." in done.err
    assert plain.ok("path", at=plain.worktree("feat-one")).out == f"{plain.worktree('feat-one')}\n"


def test_cli_a9_wt_a36_list_json(plain):
    plain.ok("add", "feat/One", "-b")
    done = plain.ok("list", "--json")
    assert done.out.count("\n") == 1
    main, other = json.loads(done.out)
    assert main["handle"] == "app" and main["is_main"] is True
    assert other["handle"] == "feat-one" and other["is_open"] is True and other["branch"] == "feat/One"
    assert {"handle", "branch", "path", "is_main", "mode", "has_uncommitted_changes", "is_open", "created_at"} <= set(other)
    assert other["has_uncommitted_changes"] is False and other["mode"] == "window"
    plain.write("x", "x", at=plain.worktree("feat-one"))
    assert json.loads(plain.ok("list", "--json", "feat-one").out)[0]["has_uncommitted_changes"] is True


def test_cli_a10_the_table(plain):
    plain.ok("add", "feat/One", "-b")
    done = plain.ok("list")
    header, main, other = done.out.splitlines()
    assert header.split() == ["BRANCH", "AGE", "AGENT", "MUX", "UNMERGED", "PATH"]
    assert main.rstrip().endswith("(here)") and other.rstrip().endswith("../app__worktrees/feat-one")
    assert "\x1b" not in done.out and "✓" in other and "●" not in other
    plain.git("commit", "-qm", "x", "--allow-empty", at=plain.worktree("feat-one"))
    assert "●" in plain.ok("list", "feat-one").out


def test_cli_a11_no_worktree_matches(plain):
    assert plain.ok("list", "nope").out == "No worktrees found\n"
    assert plain.ok("list", "nope", "--json").out == "[]\n"


def test_list_works_without_tmux(world):
    assert "main" in world.ok("list").out
