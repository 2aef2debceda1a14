"""Project trust: what came out of a sandbox, or loosens it, waits for `workmux trust` (CLI 5.5)."""
import hashlib
import json

import pytest

HOOK = "post_create: ['touch ran']\n"


def store(world):
    file = world.state / "trust.json"
    assert file.stat().st_mode & 0o777 == 0o600
    (entries,) = json.loads(file.read_text()).values()
    return {entry["hash"]: entry["how"] for entry in entries}


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def commit(world, text, message, at=None):
    world.write(".workmux.yaml", text, at=at)
    world.git("add", ".workmux.yaml", at=at)
    world.git("commit", "-qm", message, at=at)


@pytest.fixture
def plain(world):
    world.configure(panes=[{"focus": True}])
    return world.start_tmux()


@pytest.fixture
def guest(world):
    """A sandboxed worktree `f`, whose project file the test writes as the guest would."""
    world.enable_sandbox()
    world.start_tmux()
    commit(world, "worktree_naming: full\n", "start file")
    world.ok("add", "f", "-b")
    return world


def command_of(world, window):
    return world.until(lambda: world.screen(window), "a command in the pane")


def test_a_file_of_the_user_counts_at_once_and_is_recorded_silently(plain):
    commit(plain, HOOK, "hook")
    done = plain.ok("add", "x", "-b")
    assert done.err == "" and (plain.worktree("x") / "ran").exists()
    assert store(plain) == {digest(HOOK): "auto"}
    changed = HOOK.replace("ran", "again")
    plain.write(".workmux.yaml", changed)
    done = plain.ok("add", "y", "-b")
    assert done.err == "" and (plain.worktree("y") / "again").exists()
    assert store(plain) == {digest(HOOK): "auto", digest(changed): "auto"}


def test_sbx_a9_a_project_cannot_switch_the_sandbox_off_before_it_is_approved(world):
    world.enable_sandbox()
    world.agent('echo "inside=${WM_SANDBOX_GUEST:-no}"; exec sh')
    world.start_tmux()
    commit(world, "sandbox: {enabled: false}\n", "no sandbox")
    done = world.ok("add", "f4", "-p", "x", "-b")
    assert "sandbox.enabled" in done.err and "workmux trust" in done.err
    world.until(lambda: "inside=1" in world.screen("wm-f4"), "the wrapped agent")
    done = world.ok("trust")
    assert "✓ Approved" in done.out and "Loosens the sandbox: sandbox.enabled" in done.out
    done = world.ok("add", "f5", "-p", "x", "-b")
    assert "workmux trust" not in done.err
    world.until(lambda: "inside=no" in world.screen("wm-f5"), "the plain agent")
    assert world.ok("untrust").out == "✓ Forgot 1 approval\n"
    assert "sandbox.enabled" in world.ok("add", "f6", "-p", "x", "-b").err


def test_content_from_a_sandbox_does_not_act_after_a_plain_git_merge(guest):
    evil = "post_create: ['touch evil']\nbase_branch: main\n"
    commit(guest, evil, "innocent looking", at=guest.worktree("f"))
    guest.git("merge", "-q", "f")
    done = guest.ok("add", "g", "-b")
    assert "is not approved" in done.err and "workmux trust" in done.err
    assert not (guest.worktree("g") / "evil").exists()
    assert store(guest)[digest(evil)] == "tainted"
    done = guest.ok("trust")
    assert "Acts on the host: post_create" in done.out
    guest.ok("add", "h", "-b")
    assert (guest.worktree("h") / "evil").exists()


def test_the_last_content_that_counted_is_used_meanwhile(guest):
    good = "post_create: ['touch good']\n"
    commit(guest, good, "hook of the user")
    guest.ok("add", "one", "-b")
    commit(guest, "post_create: ['touch evil']\n", "other hook", at=guest.worktree("one"))
    guest.git("merge", "-q", "one")
    done = guest.ok("add", "two", "-b")
    assert "the last approved content is used instead (post_create)" in done.err
    assert (guest.worktree("two") / "good").exists() and not (guest.worktree("two") / "evil").exists()


def test_last_content_used_without_a_question_still_loosens_nothing(guest):
    loose = "sandbox: {enabled: false}\npost_create: ['touch good']\n"
    commit(guest, loose, "loose")
    assert "sandbox.enabled" in guest.ok("list").err + guest.ok("add", "one", "-b").err
    commit(guest, "post_create: ['touch evil']\n", "other", at=guest.worktree("one"))
    guest.git("merge", "-q", "one")
    assert "sandbox.enabled in project config" in guest.ok("config", "show").err
    shown = json.loads(guest.ok("config", "show", "--json").out)
    assert shown["sandbox.enabled"] is True and shown["post_create"] == ["touch good"]


def test_content_stays_known_after_its_worktree_and_branch_are_gone(guest):
    evil = "post_create: ['touch evil']\n"
    commit(guest, evil, "evil", at=guest.worktree("f"))
    kept = guest.git("rev-parse", "HEAD", at=guest.worktree("f"))
    guest.ok("remove", "-f", "f")
    assert store(guest)[digest(evil)] == "tainted"
    guest.git("merge", "-q", kept)
    assert "is not approved" in guest.ok("add", "g", "-b").err
    assert not (guest.worktree("g") / "evil").exists()


def test_content_in_an_older_commit_is_noted_before_a_merge(guest):
    evil = "post_create: [evil]\n"
    done = guest.inside("f", """set -e
        echo 'post_create: [evil]' > .workmux.yaml; git commit -qam evil
        echo 'worktree_naming: full' > .workmux.yaml; git commit -qam gone""")
    assert done.code == 0, done
    guest.ok("merge", "f")
    assert store(guest)[digest(evil)] == "tainted"


def test_a_nested_file_that_no_sandbox_changed_counts(guest):
    """It lies in the guest's tree, too, but as it was at the start."""
    (guest.repo / "svc").mkdir()
    guest.write("svc/.workmux.yaml", HOOK)
    guest.git("add", "svc")
    guest.git("commit", "-qm", "nested")
    guest.ok("add", "g", "-b")
    done = guest.ok("add", "h", "-b", at=guest.repo / "svc")
    assert "approved" not in done.err and (guest.worktree("h") / "svc/ran").exists()


def test_forgetting_an_approval_does_not_make_guest_content_act(guest):
    evil = "post_create: ['touch evil']\n"
    commit(guest, evil, "evil", at=guest.worktree("f"))
    guest.git("merge", "-q", "f")
    guest.ok("trust")
    assert store(guest)[digest(evil)] == "command"
    guest.ok("untrust")
    assert store(guest)[digest(evil)] == "tainted"
    assert "is not approved" in guest.ok("add", "g", "-b").err


def test_the_guests_own_file_counts_after_trust(guest):
    tree = guest.worktree("f")
    guest.write(".workmux.yaml", "mode: session\n", at=tree)
    assert json.loads(guest.ok("config", "show", "--json", at=tree).out)["mode"] == "window"
    assert "workmux trust" in guest.ok("config", "show", at=tree).err
    assert str(tree / ".workmux.yaml") in guest.ok("trust", at=tree).out
    assert json.loads(guest.ok("config", "show", "--json", at=tree).out)["mode"] == "session"
    guest.write(".workmux.yaml", "mode: session\nagent: other\n", at=tree)
    assert json.loads(guest.ok("config", "show", "--json", at=tree).out)["mode"] == "window"


def test_trust_show_lists_what_is_known(plain):
    assert plain.ok("trust", "--show").out == "No project configuration is known here\n"
    assert plain.ok("trust").out == "There is no project configuration here\n"
    commit(plain, HOOK, "hook")
    plain.ok("trust")
    rows = plain.ok("trust", "--show").out.splitlines()
    assert rows[0].split() == ["CONTENT", "HOW", "SINCE", "FILE"]
    assert rows[1].split()[:2] == [digest(HOOK)[:12], "command"] and rows[1].endswith(".workmux.yaml")


def test_a_damaged_store_is_an_error_not_an_empty_one(plain):
    commit(plain, HOOK, "hook")
    plain.ok("list")
    (plain.state / "trust.json").write_text('{"app": [{"hash": "x"}]}')
    done = plain.fails("add", "x", "-b")
    assert "trust.json' is damaged" in done.err and not plain.worktree("x").exists()


def test_changed_bytes_in_the_store_are_not_used(guest):
    good = "post_create: ['touch good']\n"
    commit(guest, good, "hook")
    guest.ok("add", "one", "-b")
    (guest.state / "trust" / digest(good)).write_text("post_create: ['touch evil']\n")
    commit(guest, "post_create: ['touch other']\n", "other", at=guest.worktree("one"))
    guest.git("merge", "-q", "one")
    guest.ok("add", "two", "-b")
    assert not (guest.worktree("two") / "evil").exists()
