"""workmux merge."""
import pytest


@pytest.fixture
def plain(world):
    world.configure(panes=[{"focus": True}])
    return world.start_tmux()


def commit(world, at, name, text="x"):
    world.write(name, text, at=at)
    world.git("add", name, at=at)
    world.git("commit", "-qm", name, at=at)
    return world.git("rev-parse", "HEAD", at=at)


def add(world, name, **files):
    world.ok("add", name, "-b")
    for file, text in (files or {"new": "x"}).items():
        commit(world, world.worktree(name), file, text)
    return world.worktree(name)


def test_wt_a21_merge_and_clean_up(plain):
    add(plain, "user-auth")
    done = plain.ok("merge", "user-auth")
    assert done.out.splitlines() == ["Merging 'user-auth' into 'main'...", "✓ Merged 'user-auth'",
                                     "✓ Successfully merged and cleaned up 'user-auth'"]
    assert (plain.repo / "new").exists() and plain.git("status", "--porcelain") == ""
    assert not plain.worktree("user-auth").exists() and "user-auth" not in plain.branches()
    assert "wm-user-auth" not in plain.windows()
    assert plain.git("config", "--get-regexp", "workmux", check=False) == ""


def test_wt_a22_untracked_files_are_not_lost(plain):
    path = add(plain, "user-auth")
    plain.write("notes", "mine", at=path)
    assert "untracked files (will be lost)" in plain.fails("merge", "user-auth").err
    done = plain.ok("merge", "user-auth", "--keep")
    assert done.out.endswith("Worktree, window, and branch kept\n")
    assert (path / "notes").exists() and "user-auth" in plain.branches()


def test_wt_a23_a_conflict_leaves_the_target_alone(plain):
    add(plain, "b", README="theirs")
    head = commit(plain, plain.repo, "README", "ours")
    done = plain.fails("merge", "b")
    assert "Merge failed due to conflicts" in done.err and "workmux merge b" in done.err
    assert plain.git("rev-parse", "HEAD") == head and plain.git("status", "--porcelain") == ""
    done = plain.fails("merge", "b", "--rebase")
    assert "git rebase --continue" in done.err
    assert "rebase in progress" in plain.git("status", at=plain.worktree("b"))
    assert plain.git("rev-parse", "main") == head


def test_wt_a23_a_squash_conflict_leaves_the_target_alone(plain):
    add(plain, "b", README="theirs")
    head = commit(plain, plain.repo, "README", "ours")
    assert "Merge failed due to conflicts" in plain.fails("merge", "b", "--squash").err
    assert plain.git("rev-parse", "HEAD") == head and plain.git("status", "--porcelain") == ""


def test_wt_a24_a_child_goes_to_its_base(plain):
    plain.git("branch", "parent")
    main = plain.git("rev-parse", "main")
    plain.ok("add", "child", "--base", "parent", "-b")
    tip = commit(plain, plain.worktree("child"), "new")
    plain.ok("merge", "child")
    assert plain.git("rev-parse", "parent") == tip and plain.git("rev-parse", "main") == main
    plain.ok("add", "child", "--base", "parent", "-b")
    commit(plain, plain.worktree("child"), "newer")
    plain.git("branch", "-D", "parent")
    plain.ok("merge", "child")
    assert (plain.repo / "newer").exists()


def test_wt_a25_w24_a_target_that_is_checked_out_nowhere(plain):
    plain.git("branch", "develop")
    tip = commit(plain, add(plain, "b"), "more")
    plain.ok("merge", "b", "--into", "develop")
    assert plain.git("branch", "--show-current") == "main" and plain.git("rev-parse", "develop") == tip
    assert plain.git("worktree", "list").count("\n") == 0


def test_rebase_makes_a_straight_history(plain):
    add(plain, "r")
    commit(plain, plain.repo, "other")
    plain.ok("merge", "r", "--rebase")
    assert plain.git("log", "--merges", "--oneline") == "" and (plain.repo / "new").exists()


def test_squash_makes_one_commit(plain):
    path = add(plain, "q")
    commit(plain, path, "second")
    plain.ok("merge", "q", "--squash", env={"GIT_EDITOR": "true"})
    assert plain.git("rev-list", "--count", "main") == "2" and (plain.repo / "second").exists()


def test_wt_w35_an_aborted_squash_leaves_nothing_staged(plain):
    add(plain, "q")
    head = plain.git("rev-parse", "HEAD")
    assert "Failed to commit squashed changes." in plain.fails("merge", "q", "--squash", env={"GIT_EDITOR": "false"}).err
    assert plain.git("rev-parse", "HEAD") == head and plain.git("status", "--porcelain") == ""


def test_staged_changes_are_committed_first(plain):
    path = add(plain, "s")
    plain.write("staged", "x", at=path)
    plain.git("add", "staged", at=path)
    done = plain.ok("merge", "s", env={"GIT_EDITOR": "echo staged >"})
    assert "✓ Committed staged changes" in done.out and (plain.repo / "staged").exists()


def test_wt_w5_staged_changes_are_not_thrown_away(plain):
    path = add(plain, "s")
    plain.write("staged", "x", at=path)
    plain.git("add", "staged", at=path)
    done = plain.fails("merge", "s", "--ignore-uncommitted")
    assert "staged changes" in done.err and (path / "staged").exists()


def test_wt_w30_a_file_in_the_way_is_no_conflict(plain):
    add(plain, "f")
    plain.write("new", "mine")
    done = plain.fails("merge", "f")
    assert "conflicts" not in done.err and "new" in done.err
    assert (plain.repo / "new").read_text() == "mine"


def test_uncommitted_changes_in_the_target_are_refused(plain):
    add(plain, "f")
    plain.write("README", "edited")
    assert f"Target worktree ({plain.repo}) has uncommitted changes." in plain.fails("merge", "f").err
    assert plain.worktree("f").exists() and (plain.repo / "README").read_text() == "edited"


def test_a_branch_is_not_merged_into_itself(plain):
    add(plain, "f")
    assert "Cannot merge branch 'f' into itself." in plain.fails("merge", "f", "--into", "f").err


def test_hooks_run_before_the_merge_and_stop_it(plain):
    add(plain, "h")
    plain.configure(pre_merge=["echo $WM_TARGET_BRANCH > ../seen; exit 5"])
    head = plain.git("rev-parse", "main")
    assert "Pre-merge hook failed" in plain.fails("merge", "h").err
    assert plain.git("rev-parse", "main") == head and (plain.worktree("seen")).read_text() == "main\n"
    plain.ok("merge", "h", "--no-verify")


def test_merging_from_inside_its_own_window(plain):
    add(plain, "m")
    plain.type("wm-m", f"{plain.program} merge")
    plain.until(lambda: not plain.worktree("m").exists() and "m" not in plain.branches(), "it is gone")
    assert (plain.repo / "new").exists() and "wm-m" not in plain.windows()
