"""Links and odd files that a guest places where the host or the user's git reads and writes (E10, E26).

Each group of placements shares a sandbox and one round of commands; each case looks at its own victim. The placements in a shared git
directory show that the victims would be hit.
"""
import pytest

from escape.arena import Arena, both_ways, once, spawn
from support.world import World

# $G: the common git directory as the guest sees it, $O: the worktree's own part of it, $W: the worktree.
FILES = {
    "logs": ["$G/logs/refs/heads/f", "$O/logs/HEAD", "$G/logs/HEAD"],
    "messages": ["$O/COMMIT_EDITMSG", "$G/COMMIT_EDITMSG", "$O/FETCH_HEAD", "$G/FETCH_HEAD", "$G/SQUASH_MSG", "$O/MERGE_MSG", "$O/ORIG_HEAD", "$G/gc.log"],
    "index": ["$O/index", "$O/index.lock", "$G/index", "$O/sharedindex.0"],
    "settings": ["$G/config", "$O/config.worktree", "$G/config.worktree", "$G/info/exclude", "$G/info/attributes", "$G/info/grafts", "$G/description",
                 "$O/locked", "$G/shallow"],
    "refs": ["$G/refs/heads/new", "$G/refs/tags/t", "$G/packed-refs", "$G/refs/stash", "$G/refs/remotes/origin/main"],
    "own": ["$O/HEAD", "$O/gitdir", "$O/commondir", "$G/HEAD"],
    "worktree": ["$W/.gitmodules", "$W/.gitattributes", "$W/.mailmap", "$W/.gitignore", "$W/.env", "$W/CLAUDE.local.md", "$W/.workmux.yaml", "$W/README"],
}
DIRECTORIES = {
    "log-directories": ["$G/logs/refs/heads", "$G/logs/refs/remotes", "$O/logs"],
    "ref-directories": ["$G/refs/heads", "$G/refs/tags", "$G/refs/remotes"],
    "object-directories": ["$G/objects/pack", "$G/objects/aa", "$G/objects/e6"],
    "other-directories": ["$G/worktrees/evil", "$G/rr-cache", "$O/rebase-merge", "$O/refs", "$G/hooks", "$G/modules"],
    "worktree-directories": ["$W/.workmux", "$W/node_modules", "$W/target"],
}
GROUPS = {**FILES, **DIRECTORIES}
CASES = [(group, path) for group, paths in GROUPS.items() for path in paths]


def slug(path):
    return path.replace("$", "").replace("/", "-")


def victim(arena, group, path):
    place = arena.canaries / slug(path)
    if group in DIRECTORIES:
        place.mkdir()
        (place / "keep").write_text("untouched\n")
    else:
        place.write_text("untouched\n")
    return place


def damage(arena, group, path):
    """What happened to the victim of a placement; empty: nothing."""
    place = arena.canaries / slug(path)
    if group not in DIRECTORIES:
        return "" if place.read_text() == "untouched\n" else place.read_text()
    names = sorted(str(p.relative_to(place)) for p in place.rglob("*"))
    return "" if names == ["keep"] and (place / "keep").read_text() == "untouched\n" else str(names)


def attack(git, group):
    """Damage by path, what honest work is left, after the links of the group were placed and everything was run."""
    world = World()
    arena = Arena(world, "")
    try:
        world.configure(sandbox={**world.settings["sandbox"], "git": git})
        arena.start()
        bare = world.root / "remote.git"
        world.git("init", "-q", "--bare", str(bare))
        world.git("remote", "add", "origin", str(bare))
        done = arena.inside("echo honest > honest; git add honest; git commit -qm honest")
        assert done.code == 0, done
        lines = ["G=$(git rev-parse --git-common-dir); O=$(git rev-parse --git-dir); W=$PWD"]
        for path in GROUPS[group]:
            place = victim(arena, group, path)
            lines.append(f"rm -rf {path} 2>/dev/null; mkdir -p $(dirname {path}); ln -s {place} {path}; mkfifo {path}.fifo; ln {path} {path}.hard")
        done = arena.inside("\n".join(lines) + "\ntrue")
        assert done.code == 0, done
        arena.host_round()
        hit = {path: damage(arena, group, path) for path in GROUPS[group]}
        return hit, world.git("log", "--all", "--format=%s").split("\n"), world.git_code("fsck", "--strict"), repr(done)
    finally:
        world.close()


@pytest.mark.parametrize("group,path", CASES, ids=[slug(path) for _, path in CASES])
def test_sbx_e10_e26_a_planted_link_leads_nowhere(group, path, tmp_path_factory):
    hit, subjects, fsck, done = once(tmp_path_factory, f"links-{group}", lambda: attack("quarantine", group))
    assert hit[path] == "", done
    # Without its loose refs the guest says that its own branch is where packed-refs has it, which is its right.
    assert fsck == 0 and ("honest" in subjects or group == "ref-directories"), done


def test_sbx_e26_the_same_links_hit_where_the_git_directory_is_shared():
    hit, *_ = attack("shared", "logs")
    assert hit["$G/logs/refs/heads/f"] and hit["$O/logs/HEAD"], hit
    hit, *_ = attack("shared", "messages")
    assert hit["$O/COMMIT_EDITMSG"], hit


@both_ways("beneath")
def test_sbx_e10_a_prompt_is_not_written_through_a_linked_directory(arena):
    world = arena.world
    world.agent("exec sleep 60")
    arena.start()
    target = arena.canaries / "start-up"
    target.mkdir()
    done = arena.inside(f"git switch -qc evil; ln -s {target} .workmux; git add -f .workmux; git commit -qm evil; git switch -q f")
    assert done.code == 0, done
    answers = arena.rpc(spawn("evil", "PAYLOAD"))
    assert "evil" in world.branches(), answers
    arena.judge(list(target.iterdir()), answers)
