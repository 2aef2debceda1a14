"""kill -9 at any point of add, merge and remove loses nothing, and the next command repairs or explains."""
import re

import pytest

from support.kills import killed, sample, steps

@pytest.fixture
def plain(world):
    world.configure(panes=[{"focus": True}])
    return world.start_tmux()


def commit(world, handle):
    path = world.worktree(handle)
    world.write("work", handle, at=path)
    world.git("add", "work", at=path)
    world.git("commit", "-qm", handle, at=path)
    return world.git("rev-parse", "HEAD", at=path)


def told_of_lock(world, done):
    """A killed writer of git's settings leaves git's own lock, as git does: the message names it, and we do what it says."""
    lock = world.repo / ".git/config.lock"
    if done.code == 0 or f"{lock}' exists" not in done.err:
        return False
    assert "if none runs, remove that file" in done.err
    lock.unlink()
    return True


def check_add(world, made, wanted):
    for number, at in enumerate(sample(made, wanted)):
        name = f"k{number}"
        if not killed(world, at, "add", name, "-b"):
            continue
        again = world.workmux("add", name, "-b")
        if told_of_lock(world, again):
            again = world.workmux("add", name, "-b")
        if again.code != 0:
            assert f"workmux open {name}" in again.err or "already exists" in again.err, f"point {at}: {again!r}"
            world.ok("open", name)
        assert world.git("status", "--porcelain", at=world.worktree(name)) == ""
        assert world.git("branch", "--show-current", at=world.worktree(name)) == name
        world.until(lambda n=name: f"wm-{n}" in world.windows(), f"a window after point {at}")
        assert world.windows().count(f"wm-{name}") == 1
        world.ok("rm", "-f", name)
        assert world.git_code("fsck") == 0


def check_remove(world, made, wanted):
    for number, at in enumerate(sample(made, wanted)):
        name = f"k{number}"
        world.ok("add", name, "-b")
        tip = commit(world, name)
        killed(world, at, "remove", "-f", name)
        after = world.workmux("remove", "-f", name)
        assert after.code == 0 or "not found" in after.err, f"point {at}: {after!r}"
        assert not world.worktree(name).exists(), f"point {at}"
        assert f"wm-{name}" not in world.windows()
        assert world.git_code("cat-file", "-e", tip) == 0, f"point {at}: the commit is lost"
        world.ok("add", name, "-b")
        world.ok("rm", "-f", name)


def check_merge(world, made, wanted):
    for number, at in enumerate(sample(made, wanted)):
        name = f"k{number}"
        world.ok("add", name, "-b")
        path = world.worktree(name)
        world.write(f"file-{name}", name, at=path)
        world.git("add", "-A", at=path)
        world.git("commit", "-qm", name, at=path)
        tip = world.git("rev-parse", "HEAD", at=path)
        killed(world, at, "merge", name)
        world.until(lambda: not (world.repo / ".git/index.lock").exists(), "git has ended")
        again = world.workmux("merge", name)
        assert again.code == 0 or "not found" in again.err, f"point {at}: {again!r}"
        assert world.git_code("merge-base", "--is-ancestor", tip, "main") == 0, f"point {at}: the commit did not arrive"
        assert world.git("status", "--porcelain") == "", f"point {at}"
        assert not world.worktree(name).exists()


def check_add_with_changes(world, made, wanted):
    """The work is whole in one of the two places, whenever the end comes."""
    for number, at in enumerate(sample(made, wanted)):
        name = f"k{number}"
        world.write("base.txt", name)
        world.write("new.txt", name)
        killed(world, at, "add", name, "-w", "-u", "-b")
        world.until(lambda: not (world.repo / ".git/index.lock").exists(), "git has ended")
        for file in ("base.txt", "new.txt"):
            places = [place / file for place in (world.repo, world.worktree(name)) if (place / file).exists()]
            assert name in [path.read_text() for path in places], f"point {at}: {file} is lost"
        world.git("reset", "-q", "--hard")
        world.git("clean", "-qfd")
        (world.repo / ".git/config.lock").unlink(missing_ok=True)
        if world.workmux("rm", "-f", name).code != 0:
            world.ok("add", name, "-b")
            world.ok("rm", "-f", name)


@pytest.fixture
def changing(plain):
    plain.write("base.txt", "base")
    plain.git("add", "base.txt")
    plain.git("commit", "-qm", "base")
    plain.write("base.txt", "first")
    plain.write("new.txt", "first")
    return plain


def test_add_with_changes_loses_none(changing):
    check_add_with_changes(changing, steps(changing, "add", "first", "-w", "-u", "-b"), 12)


@pytest.mark.full
def test_add_with_changes_at_every_point(changing):
    check_add_with_changes(changing, steps(changing, "add", "first", "-w", "-u", "-b"), 10_000)


def test_add_is_repaired_or_explained(plain):
    made = steps(plain, "add", "first", "-b")
    check_add(plain, made, 10)


def test_remove_is_finished_by_the_next_command(plain):
    plain.ok("add", "first", "-b")
    made = steps(plain, "remove", "-f", "first")
    check_remove(plain, made, 10)


def test_merge_loses_no_commit(plain):
    plain.ok("add", "first", "-b")
    made = steps(plain, "merge", "first")
    check_merge(plain, made, 10)


@pytest.fixture
def interrupted(plain):
    """A removal that was killed when its journal was written and nothing done yet; the journal."""
    plain.ok("add", "first", "-b")
    made = steps(plain, "remove", "-f", "first")
    lines = [line for line in (plain.root / "trace").read_text().splitlines() if re.match(r"\w+\(", line)]
    behind = next(number for number, line in enumerate(lines) if line.startswith("rename(") and "/removals/" in line) + 1
    plain.ok("add", "k", "-b")
    assert killed(plain, made[behind], "remove", "-f", "k")
    plain.journal = next((plain.state / "removals").glob("*/k.json"))
    assert plain.worktree("k").exists() and "wm-k" in plain.windows()
    return plain


def test_a_removal_that_is_finished_later_closes_its_window(interrupted):
    assert "Finished the removal of 'k'" in interrupted.ok("add", "other", "-b").err
    assert "wm-k" not in interrupted.windows() and not interrupted.worktree("k").exists()
    assert not interrupted.journal.exists()


def test_a_part_of_a_journal_is_no_journal(interrupted):
    """A kill may leave its temporary file, whole or in part."""
    whole, part = interrupted.journal.parent / ".workmux-1.tmp", interrupted.journal.parent / ".workmux-2.tmp"
    whole.write_text(interrupted.journal.read_text())
    part.write_text("")
    interrupted.ok("add", "other", "-b")
    interrupted.ok("add", "k", "-b")
    told = interrupted.ok("rm", "-f", "other").err
    assert "journal" not in told and "not complete" not in told and "interrupted" not in told
    assert interrupted.git("status", "--porcelain", at=interrupted.worktree("k")) == ""


def test_an_old_journal_touches_no_worktree_that_was_made_anew(interrupted):
    text = interrupted.journal.read_text()
    interrupted.ok("add", "other", "-b")
    interrupted.ok("add", "k", "-b")
    tip = commit(interrupted, "k")
    interrupted.journal.write_text(re.sub(r'"inode": \d+', '"inode": 1', text))
    assert "was left alone" in interrupted.ok("rm", "-f", "other").err
    assert interrupted.git("rev-parse", "HEAD", at=interrupted.worktree("k")) == tip
    assert "k" in interrupted.branches() and not interrupted.journal.exists()


@pytest.mark.full
def test_add_at_every_point(plain):
    check_add(plain, steps(plain, "add", "first", "-b"), 10_000)


@pytest.mark.full
def test_remove_at_every_point(plain):
    plain.ok("add", "first", "-b")
    check_remove(plain, steps(plain, "remove", "-f", "first"), 10_000)


@pytest.mark.full
def test_merge_at_every_point(plain):
    plain.ok("add", "first", "-b")
    check_merge(plain, steps(plain, "merge", "first"), 10_000)
