"""kill -9 at any point of add, merge and remove loses nothing, and the next command repairs or explains."""
import subprocess

import pytest

# Calls that change something or start something: the points where a kill could leave things half done.
CALLS = "rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,openat,write,pwrite64,clone,clone3,vfork,execve,fsync,flock,link"


@pytest.fixture
def plain(world):
    world.configure(panes=[{"focus": True}])
    return world.start_tmux()


def killed(world, at, *words):
    """Runs a command that is killed when it makes its `at`-th such call; True when that came before its end."""
    done = subprocess.run(["strace", "-qq", "-o", "/dev/null", "-e", f"trace={CALLS}", f"--inject={CALLS}:signal=SIGKILL:when={at}",
                           str(world.program), *words], cwd=world.repo, env=world.env, capture_output=True, text=True, timeout=60)
    return done.returncode in (-9, 137)


def calls_of(world, *words):
    done = subprocess.run(["strace", "-qq", "-c", "-o", str(world.root / "count"), "-e", f"trace={CALLS}", str(world.program), *words],
                          cwd=world.repo, env=world.env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    total = [line for line in (world.root / "count").read_text().splitlines() if line.endswith("total")]
    return int(total[0].split()[-2])


def commit(world, handle):
    path = world.worktree(handle)
    world.write("work", handle, at=path)
    world.git("add", "work", at=path)
    world.git("commit", "-qm", handle, at=path)
    return world.git("rev-parse", "HEAD", at=path)


def points(total, count):
    """`count` points over the whole run; the later half holds what changes things."""
    step = max(1, total // count)
    return sorted(set(range(1, total + 1, step)) | {total})


def check_add(world, total, wanted):
    for at in points(total, wanted):
        name = f"k{at}"
        if not killed(world, at, "add", name, "-b"):
            continue
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


def check_remove(world, total, wanted):
    for at in points(total, wanted):
        name = f"k{at}"
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


def check_merge(world, total, wanted):
    for at in points(total, wanted):
        name = f"k{at}"
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


def check_add_with_changes(world, total, wanted):
    """The work is whole in one of the two places, whenever the end comes."""
    for at in points(total, wanted):
        name = f"k{at}"
        world.write("base.txt", name)
        world.write("new.txt", name)
        killed(world, at, "add", name, "-w", "-u", "-b")
        world.until(lambda: not (world.repo / ".git/index.lock").exists(), "git has ended")
        for file in ("base.txt", "new.txt"):
            places = [place / file for place in (world.repo, world.worktree(name)) if (place / file).exists()]
            assert name in [path.read_text() for path in places], f"point {at}: {file} is lost"
        world.git("reset", "-q", "--hard")
        world.git("clean", "-qfd")
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
    check_add_with_changes(changing, calls_of(changing, "add", "first", "-w", "-u", "-b"), 12)


@pytest.mark.full
def test_add_with_changes_at_every_point(changing):
    check_add_with_changes(changing, calls_of(changing, "add", "first", "-w", "-u", "-b"), 10_000)


def test_add_is_repaired_or_explained(plain):
    total = calls_of(plain, "add", "first", "-b")
    check_add(plain, total, 10)


def test_remove_is_finished_by_the_next_command(plain):
    plain.ok("add", "first", "-b")
    total = calls_of(plain, "remove", "-f", "first")
    check_remove(plain, total, 10)


def test_merge_loses_no_commit(plain):
    plain.ok("add", "first", "-b")
    total = calls_of(plain, "merge", "first")
    check_merge(plain, total, 10)


@pytest.mark.full
def test_add_at_every_point(plain):
    check_add(plain, calls_of(plain, "add", "first", "-b"), 10_000)


@pytest.mark.full
def test_remove_at_every_point(plain):
    plain.ok("add", "first", "-b")
    check_remove(plain, calls_of(plain, "remove", "-f", "first"), 10_000)


@pytest.mark.full
def test_merge_at_every_point(plain):
    plain.ok("add", "first", "-b")
    check_merge(plain, calls_of(plain, "merge", "first"), 10_000)
