"""workmux undo."""
import json

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


def notes(world):
    return sorted((world.state / "deleted").rglob("*.json"))


def test_wt_w11_undo_restores_the_last_removed_branch_and_its_base(plain):
    plain.git("branch", "parent")
    plain.ok("add", "first", "-b")
    plain.ok("add", "b", "--base", "parent", "-b")
    tip = commit(plain, "b")
    plain.ok("rm", "-f", "first")
    plain.ok("rm", "-f", "b")
    plain.git("gc", "-q", "--prune=now")
    assert plain.ok("undo").out == f"✓ Restored branch 'b' at {tip[:12]}\n  Open it with: workmux add b\n"
    assert plain.git("rev-parse", "b") == tip and plain.git("config", "branch.b.workmux-base") == "parent"
    assert "first" not in plain.branches()
    plain.ok("undo")
    assert "first" in plain.branches()
    assert "nothing to undo" in plain.fails("undo").err
    assert plain.git("for-each-ref", "refs/workmux") == "" and notes(plain) == []


def test_wt_w11_undo_after_a_merge(plain):
    plain.ok("add", "m", "-b")
    tip = commit(plain, "m")
    plain.ok("merge", "m")
    assert "m" not in plain.branches()
    plain.ok("undo")
    assert plain.git("rev-parse", "m") == tip


def test_wt_w11_an_existing_branch_is_not_overwritten(plain):
    plain.ok("add", "b", "-b")
    tip = commit(plain, "b")
    plain.ok("rm", "-f", "b")
    plain.git("branch", "b", "main")
    done = plain.fails("undo")
    assert "exists again" in done.err and tip in done.err
    assert plain.git("rev-parse", "b") == plain.git("rev-parse", "main") and len(notes(plain)) == 1


def test_wt_w11_entries_are_kept_for_30_days(plain):
    plain.ok("add", "old", "-b")
    commit(plain, "old")
    plain.ok("rm", "-f", "old")
    note = notes(plain)[0]
    content = json.loads(note.read_text())
    content["deleted_at"] -= 31 * 86400 * 1000
    note.unlink()
    (note.parent / f"{content['deleted_at']}-{content['tip'][:12]}.json").write_text(json.dumps(content))
    plain.ok("add", "new", "-b")
    plain.ok("rm", "-f", "new")
    assert plain.git("for-each-ref", "--format=%(refname)", "refs/workmux") == "refs/workmux/trash/new"
    assert len(notes(plain)) == 1


def test_wt_w11_names_that_git_cannot_hold_at_once(plain):
    plain.ok("add", "a", "-b")
    plain.ok("rm", "-f", "a")
    plain.ok("add", "a/b", "-b")
    plain.ok("rm", "-f", "a-b")
    assert "a/b" not in plain.branches()
    plain.ok("undo")
    assert "a/b" in plain.branches()


def test_a_damaged_note_is_left_out(plain):
    plain.ok("add", "b", "-b")
    plain.ok("rm", "-f", "b")
    note = notes(plain)[0]
    note.write_text(note.read_text().replace('"branch": "b"', '"branch": "../../x"'))
    assert "nothing to undo" in plain.fails("undo").err
