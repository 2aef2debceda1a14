"""add --with-changes: uncommitted work moves to a new worktree, and none of it is ever lost (WT 9)."""
import os

import pytest

LINES = [f"line {i}\n" for i in range(1, 51)]


@pytest.fixture
def app(world):
    world.configure(panes=[{"focus": True}])
    world.start_tmux()
    world.write("README", "".join(LINES))
    world.write("gone", "gone\n")
    world.write(".gitignore", "*.log\n")
    world.git("add", "-A")
    world.git("commit", "-qm", "lines")
    return world


def changed(first="line 1\n", fortieth="line 40\n"):
    lines = list(LINES)
    lines[0], lines[39] = first, fortieth
    return "".join(lines)


def status(world, at=None):
    return world.git("status", "--porcelain", "--branch", at=at).splitlines()[1:]



def everything(world):
    """What the source worktree holds: its status, its index and the contents of its files."""
    files = {p.name: p.read_bytes() for p in world.repo.iterdir() if p.is_file()}
    return status(world), world.git("write-tree"), files


def test_wt_a16_w1_only_the_chosen_hunk_moves_and_the_rest_stays(app):
    app.write("README", changed("first\n", "fortieth\n"))
    done = app.workmux("add", "m", "-w", "--patch", "-b", input="y\nn\n")
    assert done.code == 0, done
    assert "✓ Moved uncommitted changes to new worktree for branch 'm'" in done.out
    assert (app.worktree("m") / "README").read_text() == changed(first="first\n")
    assert (app.repo / "README").read_text() == changed(fortieth="fortieth\n")
    assert status(app) == [" M README"] and status(app, app.worktree("m")) == [" M README"]


def test_a_chosen_hunk_that_was_staged_is_unstaged_and_the_other_stays_staged(app):
    app.write("README", changed("first\n", "fortieth\n"))
    app.git("add", "README")
    assert app.workmux("add", "m", "-w", "--patch", "-b", input="y\nn\n").code == 0
    assert app.git("show", ":README") + "\n" == changed(fortieth="fortieth\n")
    assert status(app) == ["M  README"]


def test_choosing_nothing_changes_nothing(app):
    app.write("README", changed("first\n"))
    before = everything(app)
    done = app.workmux("add", "m", "-w", "--patch", "-b", input="n\n")
    assert done.code == 1 and "No change was chosen" in done.err
    assert everything(app) == before and not app.worktree("m").exists() and "m" not in app.branches()


def test_patch_offers_untracked_files_too(app):
    app.write("new.txt", "new\n")
    app.write("README", changed("first\n"))
    done = app.workmux("add", "m", "-w", "--patch", "-u", "-b", input="n\ny\n")
    assert done.code == 0, done
    assert (app.worktree("m") / "new.txt").read_text() == "new\n" and not (app.repo / "new.txt").exists()
    assert (app.repo / "README").read_text() == changed("first\n")


def test_wt_w9_all_of_it_moves_with_what_was_staged_and_no_stash_is_touched(app):
    app.write("README", changed("somebody's stash\n"))
    app.git("stash", "push", "-q")
    stashes = app.git("stash", "list", "--format=%H")
    app.write("README", changed("staged\n"))
    app.git("add", "README")
    app.write("README", changed("staged\n", "unstaged\n"))
    (app.repo / "gone").unlink()
    done = app.ok("add", "m", "-w", "-b")
    assert done.out.splitlines() == ["✓ Moved uncommitted changes to new worktree for branch 'm'",
                                     f"  Worktree: {app.worktree('m')}", "  Original worktree is now clean"]
    assert status(app) == [] and (app.repo / "gone").exists()
    assert status(app, app.worktree("m")) == ["MM README", " D gone"]
    assert app.git("show", ":README", at=app.worktree("m")) + "\n" == changed("staged\n")
    assert (app.worktree("m") / "README").read_text() == changed("staged\n", "unstaged\n")
    assert app.git("stash", "list", "--format=%H") == stashes


def test_untracked_files_move_on_request_and_ignored_ones_never(app):
    odd = app.repo / "a dir" / "new\nline"
    odd.parent.mkdir()
    odd.write_bytes(b"\0binary")
    os.symlink("README", app.repo / "link")
    app.write("x.log", "ignored\n")
    app.write("README", changed("first\n"))
    app.ok("add", "tracked", "-w", "-b")
    assert odd.exists() and not (app.worktree("tracked") / "a dir").exists()
    app.ok("add", "all", "-w", "-u", "-b")
    moved = app.worktree("all")
    assert (moved / "a dir/new\nline").read_bytes() == b"\0binary" and os.readlink(moved / "link") == "README"
    assert not odd.parent.exists() and not (app.repo / "link").is_symlink()
    assert (app.repo / "x.log").exists() and not (moved / "x.log").exists()


def test_without_changes_it_says_so(app):
    app.write("untracked", "x\n")
    done = app.workmux("add", "m", "-w")
    assert done.code == 1 and "No uncommitted changes to move. Use 'workmux add m' to create a clean worktree." in done.err
    assert not app.worktree("m").exists()


def test_an_existing_branch_is_refused(app):
    app.git("branch", "m")
    app.write("README", changed("first\n"))
    before = everything(app)
    done = app.workmux("add", "m", "-w")
    assert done.code == 1 and "Branch 'm' already exists." in done.err and everything(app) == before


def test_cli_w4_base_is_honoured_and_a_conflict_leaves_everything_where_it_was(app):
    app.git("switch", "-qc", "other")
    app.write("README", changed("theirs\n"))
    app.git("commit", "-qam", "theirs")
    app.git("switch", "-q", "main")
    app.write("README", changed("ours\n"))
    before = everything(app)
    done = app.workmux("add", "m", "-w", "--base", "other", "-b")
    assert done.code == 1 and "The changes do not fit on 'other'" in done.err, done
    assert everything(app) == before
    assert not app.worktree("m").exists() and "m" not in app.branches()
    assert app.git("config", "--get-regexp", "m", check=False).find("worktree.m") < 0
    app.write("README", changed(fortieth="ours\n"))
    app.ok("add", "m", "-w", "--base", "other", "-b")
    assert (app.worktree("m") / "README").read_text() == changed("theirs\n", "ours\n")
    assert app.git("log", "--format=%s", "-1", "m") == "theirs" and status(app) == []


def test_cli_w4_prompt_agent_and_name_are_honoured(app):
    app.configure(panes=[{"command": "<agent>", "focus": True}])
    app.script("myagent", f"#!/bin/sh\ncp README {app.root}/seen; echo \"$@\" > {app.root}/told; exec cat\n")
    app.write("README", changed("first\n"))
    app.ok("add", "m", "-w", "-a", "myagent", "-p", "look at it", "--name", "place", "-b")
    app.until((app.root / "told").exists, "the agent starts")
    assert (app.root / "seen").read_text() == changed("first\n")
    assert "look at it" in (app.worktree("place") / ".workmux/PROMPT-m.md").read_text()


def test_the_changes_are_there_when_the_setup_commands_run(app):
    app.configure(post_create=["cp README seen-by-hook", "exit 3"], panes=[{"focus": True}])
    app.write("README", changed("first\n"))
    done = app.workmux("add", "m", "-w", "-b")
    assert done.code == 1
    assert (app.worktree("m") / "seen-by-hook").read_text() == changed("first\n")
    assert (app.worktree("m") / "README").read_text() == changed("first\n") and status(app) == []


def test_several_worktrees_are_refused(app):
    app.write("README", changed("first\n"))
    before = everything(app)
    done = app.workmux("add", "m", "-w", "-a", "claude", "-a", "codex")
    assert done.code == 1 and "--with-changes cannot be used with multiple --agent flags. Use zero or one --agent." in done.err
    for more in (["-n", "2"], ["--foreach", "a:1,2"], ["-o"]):
        assert app.workmux("add", "m", "-w", *more).code == 2
    assert app.workmux("add", "m", "--patch").code == 2 and app.workmux("add", "m", "-u").code == 2
    assert everything(app) == before


def test_in_the_middle_of_a_merge_it_is_refused(app):
    app.git("switch", "-qc", "other")
    app.write("README", changed("theirs\n"))
    app.git("commit", "-qam", "theirs")
    app.git("switch", "-q", "main")
    app.git("merge", "-q", "--no-commit", "--no-ff", "other")
    before = everything(app)
    done = app.workmux("add", "m", "-w", "-b")
    assert done.code == 1 and "is in the middle of a merge" in done.err and everything(app) == before


def test_work_that_goes_on_meanwhile_is_not_thrown_away(app):
    hook = app.repo / ".git/hooks/post-checkout"
    hook.write_text(f"#!/bin/sh\necho more >> '{app.repo}/README'\n")
    hook.chmod(0o755)
    app.write("README", changed("first\n"))
    done = app.ok("add", "m", "-w", "-b")
    assert "The original worktree still has them" in done.out and "was left as it is" in done.err
    assert (app.repo / "README").read_text() == changed("first\n") + "more\n"
    assert (app.worktree("m") / "README").read_text() == changed("first\n")


def test_it_works_from_a_worktree_with_a_detached_head_and_dry_runs_change_nothing(app):
    app.git("switch", "-q", "--detach")
    app.write("README", changed("first\n"))
    before = everything(app)
    done = app.ok("add", "m", "-w", "--dry-run")
    assert "move the uncommitted changes" in done.out and everything(app) == before
    app.ok("add", "m", "-w", "-b")
    assert (app.worktree("m") / "README").read_text() == changed("first\n") and status(app) == []
