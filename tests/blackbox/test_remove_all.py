"""workmux remove --all, --gone and --dry-run."""
import pytest


@pytest.fixture
def plain(world):
    world.configure(panes=[{"focus": True}])
    return world.start_tmux()


def commit(world, handle, name="new"):
    path = world.worktree(handle)
    world.write(name, name, at=path)
    world.git("add", name, at=path)
    world.git("commit", "-qm", f"add {name}", at=path)


@pytest.fixture
def gone(plain):
    """Worktrees 'stay' and 'left', pushed; 'left' is deleted on the remote."""
    plain.git("init", "-q", "--bare", str(plain.root / "remote.git"), at=plain.root)
    plain.git("remote", "add", "origin", str(plain.root / "remote.git"))
    for name in ("stay", "left"):
        plain.ok("add", name, "-b")
        plain.git("push", "-q", "-u", "origin", name)
    plain.git("update-ref", "-d", "refs/heads/left", at=plain.root / "remote.git")
    return plain


def test_all_skips_what_would_be_lost(plain):
    for name in ("clean", "dirty", "ahead", "detached"):
        plain.ok("add", name, "-b")
    (plain.worktree("dirty") / "x").write_text("x")
    commit(plain, "ahead")
    plain.git("checkout", "-q", "--detach", at=plain.worktree("detached"))
    done = plain.ok("rm", "--all", input="y\n")
    assert done.out == ("The following worktrees will be removed:\n  - clean\n"
                        "Skipping 1 worktree(s) with uncommitted changes:\n  - dirty\n"
                        "Skipping 1 worktree(s) with unmerged commits:\n  - ahead\n"
                        "Are you sure you want to remove ALL 1 worktree(s)? [y/N] ✓ Successfully removed 1 worktree(s)\n")
    assert not plain.worktree("clean").exists()
    assert all(plain.worktree(name).exists() for name in ("dirty", "ahead", "detached"))
    done = plain.ok("rm", "--all")
    assert done.out.startswith("No removable worktrees found.\n") and "Use --force to remove these anyway." in done.out
    plain.ok("rm", "--all", "-f")
    assert not plain.worktree("dirty").exists() and not plain.worktree("ahead").exists()
    assert plain.ok("rm", "--all").out == "No worktrees to remove.\n"
    assert plain.worktree("detached").exists()


def test_all_needs_an_answer(plain):
    plain.ok("add", "a", "-b")
    assert plain.ok("rm", "--all", input="n\n").out.endswith("Aborted.\n")
    assert plain.fails("rm", "--all", input="").out.endswith("Aborted.\n")
    assert plain.worktree("a").exists()
    plain.ok("rm", "--all", "-y")
    assert not plain.worktree("a").exists()


def test_wt_w38_cli_w38_a_failed_removal_is_an_error(plain):
    plain.ok("add", "a", "-b")
    plain.ok("add", "b", "-b")
    plain.configure(pre_remove=['[ "$WM_HANDLE" != a ]'])
    done = plain.fails("rm", "--all", "-f")
    assert "Failed to remove 1 worktree(s):\n  - a: " in done.err
    assert plain.worktree("a").exists() and not plain.worktree("b").exists()


def test_gone_removes_only_those_without_an_upstream_branch(gone):
    done = gone.ok("rm", "--gone", input="y\n")
    assert "The following worktrees have gone upstreams and will be removed:\n  - left\n" in done.out
    assert "Are you sure you want to remove 1 worktree(s)? [y/N] " in done.out
    assert not gone.worktree("left").exists() and gone.worktree("stay").exists()
    assert gone.ok("rm", "--gone").out == "No worktrees with gone upstreams found.\n"


def test_wt_w7_gone_lists_commits_that_are_nowhere_else(gone):
    commit(gone, "left", "precious")
    done = gone.ok("rm", "--gone", input="n\n")
    assert "only here: " in done.out and "add precious" in done.out and gone.worktree("left").exists()
    tip = gone.git("rev-parse", "left")
    assert f"git branch left {tip[:12]}" in gone.ok("rm", "--gone", "-f").err


def test_gone_needs_the_remote(gone):
    (gone.root / "remote.git").rename(gone.root / "moved.git")
    assert "Failed to fetch" in gone.fails("rm", "--gone", "-f").err
    assert gone.worktree("left").exists()


def test_names_and_sweeps_exclude_each_other(plain):
    for words in (("--all", "x"), ("--gone", "x"), ("--all", "--gone")):
        assert "cannot be used with" in plain.fails("rm", *words, code=2).err


def test_all_from_inside_a_window_takes_that_one_last(plain):
    for name in ("a", "b", "c"):
        plain.ok("add", name, "-b")
    plain.type("wm-b", f"{plain.program} rm --all -f")
    plain.until(lambda: not any(plain.worktree(n).exists() for n in "abc"), "all are gone")
    plain.until(lambda: not [w for w in plain.windows() if w.startswith("wm-")], "the windows are gone")


def test_wt_w54_a_dry_run_changes_nothing(plain):
    plain.ok("add", "d", "-b")
    commit(plain, "d")
    (plain.worktree("d") / "x").write_text("x")
    plain.configure(panes=[{"focus": True}], pre_remove=["touch ran"])
    before = plain.git("show-ref"), plain.windows()
    for words in (("d",), ("--all", "-f")):
        done = plain.ok("rm", "--dry-run", *words)
        assert f"Would remove worktree 'd' ({plain.worktree('d')})" in done.out
        assert "delete branch 'd'" in done.out and "close 1 window(s)" in done.out and "run touch ran" in done.out
    assert "uncommitted changes" in plain.ok("rm", "--dry-run", "d").out
    assert "not merged into 'main'" in plain.ok("rm", "--dry-run", "d").out
    assert (plain.git("show-ref"), plain.windows()) == before and not (plain.worktree("d") / "ran").exists()
