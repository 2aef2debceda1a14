"""Several commands at once (WT 21)."""
import pytest


@pytest.fixture
def plain(world):
    world.configure(panes=[{"focus": True}])
    return world.start_tmux()


def test_wt_a13_20_adds_at_once(plain):
    running = {f"p{i}": plain.start("add", f"p{i}", "-b") for i in range(20)}
    failures = {}
    for name, process in running.items():
        out, err = process.communicate(timeout=120)
        if process.returncode != 0:
            failures[name] = err
    assert failures == {}
    assert {f"wm-p{i}" for i in range(20)} <= set(plain.windows())
    assert {f"p{i}" for i in range(20)} <= set(plain.branches())
    for i in range(20):
        assert plain.git("status", "--porcelain", at=plain.worktree(f"p{i}")) == ""
        assert plain.git("config", f"branch.p{i}.workmux-base") == "main"


def test_wt_a13_of_two_adds_of_one_branch_exactly_one_succeeds(plain):
    for round_ in range(3):
        name = f"same{round_}"
        running = [plain.start("add", name, "-b") for _ in range(2)]
        results = [(process.communicate(timeout=60), process.returncode) for process in running]
        assert sorted(code for _, code in results) == [0, 1], results
        loser = next(output[1] for output, code in results if code == 1)
        assert "already exists" in loser
        assert plain.windows().count(f"wm-{name}") == 1
        assert plain.git("config", "--get-all", f"branch.{name}.workmux-base").splitlines() == ["main"]


def test_adds_and_removes_at_once(plain):
    for i in range(6):
        plain.ok("add", f"old{i}", "-b")
    running = [plain.start("rm", "-f", f"old{i}") for i in range(6)] + [plain.start("add", f"new{i}", "-b") for i in range(6)]
    for process in running:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
    assert set(plain.branches()) == {"main"} | {f"new{i}" for i in range(6)}
    assert plain.git_code("fsck") == 0
