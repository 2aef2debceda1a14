"""workmux remove."""
import os
import pathlib

import pytest


@pytest.fixture
def plain(world):
    world.configure(panes=[{"focus": True}])
    return world.start_tmux()


def commit(world, handle, name="new"):
    path = world.worktree(handle)
    world.write(name, name, at=path)
    world.git("add", name, at=path)
    world.git("commit", "-qm", name, at=path)
    return world.git("rev-parse", "HEAD", at=path)


def trash(world):
    return [p for p in world.worktree("").glob(".workmux_trash_*")]


def test_remove_takes_worktree_branch_window_and_metadata(plain):
    plain.ok("add", "f", "-b")
    done = plain.ok("rm", "f")
    assert "✓ Removed worktree 'f' and branch 'f'" in done.out
    assert not plain.worktree("f").exists() and "f" not in plain.branches() and "wm-f" not in plain.windows()
    assert plain.git("config", "--get-regexp", "workmux", check=False) == ""
    plain.until(lambda: not trash(plain), "the trash is deleted")
    assert not list((plain.state / "worktrees").rglob("f.json"))
    assert not list((plain.state / "removals").rglob("*.json"))


def test_wt_a26_cli_a36_unmerged_commits_are_asked_about(plain):
    plain.ok("add", "u", "-b")
    commit(plain, "u")
    done = plain.ok("rm", "u", input="n\n")
    assert done.out.endswith("Aborted.\n") and plain.worktree("u").exists()
    plain.fails("rm", "u", input="")
    assert plain.worktree("u").exists() and "u" in plain.branches()
    plain.ok("rm", "u", input="y\n")
    assert "u" not in plain.branches()


def test_wt_a26_uncommitted_changes_are_refused(plain):
    plain.ok("add", "u", "-b")
    (plain.worktree("u") / "README").write_text("changed")
    done = plain.fails("rm", "u")
    assert "uncommitted changes" in done.err and "Aborted" not in done.out
    assert (plain.worktree("u") / "README").read_text() == "changed"


def test_wt_a26_the_branch_can_be_kept(plain):
    plain.ok("add", "u", "-b")
    tip = commit(plain, "u")
    assert "(branch 'u' kept)" in plain.ok("rm", "-k", "u").out
    assert plain.git("rev-parse", "u") == tip
    assert plain.git("config", "branch.u.workmux-base") == "main"


def test_wt_a27_w4_a_base_that_is_gone_is_not_merged(plain):
    plain.git("branch", "parent")
    plain.ok("add", "child", "--base", "parent", "-b")
    commit(plain, "child")
    plain.git("branch", "-D", "parent")
    plain.fails("rm", "child", input="")
    assert "child" in plain.branches() and plain.worktree("child").exists()


def test_wt_a28_w12_mux_a22_numeric_siblings_stay(plain):
    for name in ("feat", "feat-1", "feat-2"):
        plain.ok("add", name, "-b")
    plain.ok("rm", "-f", "feat")
    assert {"wm-feat-1", "wm-feat-2"} <= set(plain.windows()) and "wm-feat" not in plain.windows()


def test_wt_a29_w13_the_window_is_found_in_every_session(plain):
    plain.ok("add", "x", "-b")
    plain.tmux("new-session", "-d", "-s", "s2", "-c", plain.repo)
    pane = plain.tmux("display-message", "-p", "-t", "=s2:", "#{pane_id}")
    plain.ok("rm", "-f", "x", env={"TMUX_PANE": pane})
    assert "wm-x" not in plain.windows()


def test_wt_a30_w25_a_detached_worktree_is_removed(plain):
    plain.ok("add", "d", "-b")
    plain.git("checkout", "-q", "--detach", at=plain.worktree("d"))
    plain.ok("rm", "d")
    assert "d" in plain.branches() and not plain.worktree("d").exists()
    plain.until(lambda: not trash(plain), "the trash is deleted")


def test_wt_a31_w6_other_worktrees_keep_their_metadata(plain):
    plain.ok("add", "away", "-b")
    plain.ok("add", "other", "-b")
    moved = plain.root / "moved"
    plain.worktree("away").rename(moved)
    plain.ok("rm", "-f", "other")
    moved.rename(plain.worktree("away"))
    assert plain.git_code("status", at=plain.worktree("away")) == 0


def test_wt_a32_removing_from_inside_its_own_window(plain):
    plain.ok("add", "x", "-b")
    plain.ok("add", "y", "-b")
    plain.type("wm-x", f"{plain.program} rm -f x")
    plain.until(lambda: not plain.worktree("x").exists() and "x" not in plain.branches(), "it is gone", 10)
    plain.until(lambda: not trash(plain), "the trash is deleted")
    assert "wm-x" not in plain.windows() and "wm-y" in plain.windows()
    assert plain.git("config", "--get-regexp", "workmux.worktree.x", check=False) == ""


def test_wt_a32_a_program_may_use_its_directory_while_it_hangs_up(plain):
    plain.ok("add", "x", "-b")
    plain.script("stubborn", f'#!/bin/sh\ntrap "sleep 0.5; pwd -P > {plain.root}/seen; ls README >> {plain.root}/seen; exit" HUP\n'
                             f'echo ready\nwhile :; do sleep 0.05; done\n')
    plain.tmux("split-window", "-t", plain.pane_of("wm-x"), "-c", plain.worktree("x"), "stubborn")
    plain.until(lambda: "ready" in plain.tmux("capture-pane", "-p", "-t", "wm-x"), "the program runs")
    plain.tmux("select-pane", "-t", "wm-x.0")
    plain.type("wm-x", f"{plain.program} rm -f x")
    plain.until(lambda: (plain.root / "seen").exists(), "the program saw the hang-up")
    plain.until(lambda: (plain.root / "seen").read_text() == f"{plain.worktree('x')}\nREADME\n", "it saw its directory")


def test_wt_a38_w15_the_current_worktree_from_a_subdirectory(plain):
    plain.configure(worktree_dir=".wts")
    plain.write(".gitignore", ".wts\n")
    plain.ok("add", "c", "-b")
    sub = plain.repo / ".wts/c/sub"
    sub.mkdir()
    plain.ok("rm", "-f", at=sub)
    assert not (plain.repo / ".wts/c").exists()


def test_wt_w10_a_locked_worktree_is_refused_unless_forced(plain):
    plain.ok("add", "l", "-b")
    plain.git("worktree", "lock", "--reason", "on a stick", str(plain.worktree("l")))
    done = plain.fails("rm", "l")
    assert "locked: on a stick" in done.err and plain.worktree("l").exists()
    plain.ok("rm", "-f", "l")


def test_wt_w11_the_way_back_is_told_and_works(plain):
    plain.ok("add", "b", "-b")
    tip = commit(plain, "b")
    done = plain.ok("rm", "-f", "b")
    assert f"git branch b {tip[:12]}" in done.err
    plain.git("gc", "-q", "--prune=now")
    plain.git("branch", "b", tip)


def test_wt_w17_an_ambiguous_name_is_refused(plain):
    plain.ok("add", "one", "--name", "two", "-b")
    plain.ok("add", "two", "--name", "three", "-b")
    done = plain.fails("rm", "-f", "two")
    assert "three" in done.err and plain.worktree("two").exists() and plain.worktree("three").exists()


def test_wt_w28_force_needs_no_working_index(plain):
    plain.ok("add", "i", "-b")
    admin = pathlib.Path(plain.git("rev-parse", "--absolute-git-dir", at=plain.worktree("i")))
    (admin / "index").write_bytes(b"garbage")
    plain.ok("rm", "-f", "i")


def test_wt_w33_a_failing_hook_stops_before_anything_is_closed(plain):
    plain.ok("add", "h", "-b")
    plain.configure(pre_remove=["exit 4"])
    done = plain.fails("rm", "-f", "h")
    assert "exit 4" in done.err and plain.worktree("h").exists() and "wm-h" in plain.windows()
    plain.ok("rm", "-f", "--no-hooks", "h")


def test_sbx_a29_e2_a_forged_worktree_link_deletes_nothing_else(plain):
    plain.ok("add", "feat", "-b")
    other = plain.root / "other"
    plain.git("init", "-q", str(other), at=plain.root)
    (other / "precious").write_text("x")
    admin = pathlib.Path(plain.git("rev-parse", "--absolute-git-dir", at=plain.worktree("feat")))
    (admin / "gitdir").write_text(f"{other}/.git\n")
    assert plain.workmux("remove", "-f", "feat").code == 1
    assert (other / "precious").exists() and (plain.worktree("feat") / "README").exists()


def test_the_main_worktree_is_never_removed(plain):
    plain.fails("rm", "-f", "app")
    assert (plain.repo / "README").exists()


def test_several_names_are_resolved_before_any_is_removed(plain):
    plain.ok("add", "a", "-b")
    plain.fails("rm", "-f", "a", "nope")
    assert plain.worktree("a").exists()


def test_a_worktree_of_plain_git_is_a_full_citizen(plain):
    plain.git("worktree", "add", "-q", "-b", "g", str(plain.worktree("g")))
    plain.ok("open", "g")
    assert "wm-g" in plain.windows()
    plain.ok("rm", "g", input="y\n")
    assert not plain.worktree("g").exists()


def test_a_directory_that_was_deleted_by_hand(plain):
    plain.ok("add", "gone", "-b")
    os.rename(plain.worktree("gone"), plain.root / "elsewhere")
    plain.ok("rm", "-f", "gone")
    assert "gone" not in plain.branches() and (plain.root / "elsewhere/README").exists()


def test_removal_works_without_tmux(plain):
    plain.ok("add", "n", "-b")
    plain.tmux("kill-server")
    plain.ok("rm", "-f", "n")
    assert not plain.worktree("n").exists()
