"""Git configuration and hooks that a guest writes (E1): one case for each key that can make git run a program or go elsewhere.

All keys are planted from one sandbox and all commands are run once; each case then looks for its own canary. The same keys in a
repository whose sandbox shares the git directory show that such canaries do fire.
"""
import pytest

from escape.arena import Arena, once
from support.world import World

A = "{alarm}"
KEYS = {
    "core.fsmonitor": A, "core.hooksPath": "{hooks}", "core.sshCommand": A, "core.gitProxy": A, "core.askPass": A, "core.editor": A,
    "sequence.editor": A, "core.pager": A, "pager.log": A, "pager.status": A, "core.attributesFile": "{attributes}", "core.alternateRefsCommand": A,
    "filter.evil.clean": A, "filter.evil.smudge": A, "filter.proc.process": A, "diff.external": A, "diff.evil.command": A, "diff.evil.textconv": A,
    "merge.evil.driver": A, "mergetool.evil.cmd": A, "difftool.evil.cmd": A, "gpg.program": A, "gpg.ssh.program": A, "gpg.x509.program": A, "commit.gpgSign": "true",
    "credential.helper": "!" + A, "credential.https://example.org.helper": "!" + A, "remote.origin.uploadpack": A, "remote.origin.receivepack": A,
    "remote.origin.vcs": "evil", "remote.origin.proxy": "evil", "remote.evil.url": "ext::" + A, "protocol.ext.allow": "always",
    "url.ext::{alarm} .insteadOf": "/", "url./tmp/evil.pushInsteadOf": "/", "include.path": "{config}", "includeIf.gitdir:/.path": "{config}",
    "submodule.evil.update": "!" + A, "trailer.evil.command": A, "trailer.evil.cmd": A, "alias.evil": "!" + A, "core.worktree": "/tmp",
    "uploadpack.packObjectsHook": A, "gc.recentObjectsHook": A, "maintenance.auto": "true", "interactive.diffFilter": A, "tar.evil.command": A,
    "browser.evil.cmd": A, "man.evil.cmd": A, "sendemail.sendmailCmd": A, "lfs.customtransfer.evil.path": A, "web.browser": "evil", "safe.directory": "*",
    "workmux.worktree.f.target-session": "evil", "workmux.worktree.f.mode": "session",
}
# Of these a user's plain commands are enough.
LIVE = ["core.fsmonitor", "core.hooksPath", "filter.evil.clean", "diff.external", "remote.origin.uploadpack", "remote.origin.receivepack", "alias.evil",
        "tar.evil.command", "include.path"]
HOOKS = ["pre-commit", "post-checkout", "post-merge", "pre-push", "post-commit", "pre-rebase", "prepare-commit-msg", "commit-msg", "reference-transaction",
         "post-rewrite", "post-index-change", "fsmonitor-watchman", "pre-auto-gc", "post-applypatch"]


def slug(key):
    return "".join(c if c.isalnum() else "-" for c in key)


def plant(arena, keys):
    """A shell script that writes the keys into every settings file that the guest reaches."""
    lines = ["G=$(git rev-parse --git-common-dir); O=$(git rev-parse --git-dir)", "git commit -q --allow-empty -m honest", "set +e"]
    hooks = arena.world.root / "agent/hooks"
    hooks.mkdir(exist_ok=True)
    for hook in HOOKS:
        arena.world.script(hook, f"#!/bin/sh\ntouch {arena.canary(slug('core.hooksPath'))}\n", at=hooks)
    attributes = arena.world.write("agent/attributes", "* filter=evil diff=evil\n", at=arena.world.root)
    for key in keys:
        alarm = arena.alarm(slug(key))
        included = arena.world.write(f"agent/config-{slug(key)}", f"[alias]\n\tevil-{slug(key)} = !{alarm}\n", at=arena.world.root)
        fill = {"alarm": alarm, "hooks": hooks, "attributes": attributes, "config": included}
        name, value = key.format(**fill), KEYS[key].format(**fill)
        for file in ("$G/config", "$G/config.worktree", "$O/config.worktree", "$G/modules/m/config"):
            lines.append(f"mkdir -p $(dirname {file}); git config --file {file} '{name}' '{value}'")
    lines.append("git config --file $G/config extensions.worktreeConfig true")
    for hook in HOOKS:
        lines.append(f"ln -s {arena.alarm('hook')} $G/hooks/{hook}; mkdir -p $O/hooks; ln -s {arena.alarm('hook')} $O/hooks/{hook}")
    lines.append("echo '* filter=evil diff=evil merge=evil' > $G/info/attributes; true")
    return "\n".join(lines)


def prepared(git="quarantine"):
    world = World()
    bare = world.root / "remote.git"
    world.git("init", "-q", "--bare", str(bare))
    world.git("remote", "add", "origin", str(bare))
    world.git("push", "-qu", "origin", "main")
    arena = Arena(world, "")
    world.configure(sandbox={**world.settings["sandbox"], "git": git})
    arena.start()
    (arena.tree / ".gitattributes").write_text("*.txt filter=evil diff=evil merge=evil\n")
    (arena.tree / "a.txt").write_text("a\n")
    return arena


def use(arena):
    """The user's commands, with those that only a key of its own makes run something."""
    arena.user_git(arena.tree)
    for tree in (arena.tree, arena.world.repo):
        (tree / ("a.txt" if tree == arena.tree else "b.txt")).write_text("b\n")
        for words in (["diff"], ["evil"], *[[f"evil-{slug(key)}"] for key in ("include.path", "includeIf.gitdir:/.path")], ["add", "-A"], ["commit", "-qm", "b"],
                      ["archive", "--format=evil", "HEAD"], ["fetch", "-q", "origin"], ["fetch", "-q", "evil"], ["push", "-q", "origin", "HEAD:refs/heads/pushed"],
                      ["commit", "--allow-empty", "-m", "x", "--trailer", "evil: x"], ["submodule", "update", "--init"], ["difftool", "-y", "-t", "evil"]):
            arena.git(*words, at=tree)


def attack():
    arena = prepared()
    try:
        before = (arena.world.repo / ".git/config").read_text()
        done = arena.inside(plant(arena, KEYS))
        assert done.code == 0, done
        for words in (["list"], ["list", "--json"], ["status"]):
            arena.world.ok(*words)
        after = (arena.world.repo / ".git/config").read_text()
        use(arena)
        arena.host_round()
        return {"fired": arena.fired(), "config": after, "before": before, "hooks": [p.name for p in (arena.world.repo / ".git/hooks").iterdir()],
                "subjects": arena.world.git("log", "--all", "--format=%s").split("\n")}
    finally:
        arena.world.close()


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    return once(tmp_path_factory, "config-keys", attack)


@pytest.mark.parametrize("key", KEYS, ids=[slug(key) for key in KEYS])
def test_sbx_e1_a_key_reaches_nothing(outcome, key):
    assert slug(key) not in outcome["fired"] and outcome["config"] == outcome["before"]


def test_sbx_e1_hooks_run_nothing_and_honest_work_survives(outcome):
    assert "hook" not in outcome["fired"] and not [name for name in outcome["hooks"] if not name.endswith(".sample")]
    assert outcome["fired"] == [] and "honest" in outcome["subjects"]


def test_sbx_e1_the_same_keys_fire_where_the_git_directory_is_shared():
    arena = prepared("shared")
    try:
        done = arena.inside(plant(arena, LIVE))
        assert done.code == 0, done
        use(arena)
        assert {slug(key) for key in LIVE} <= set(arena.fired()), arena.fired()
    finally:
        arena.world.close()
