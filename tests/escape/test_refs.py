"""Refs in the guest's git directory never decide on the host (E2, E27)."""
from escape.arena import both_ways


@both_ways("refs")
def test_sbx_e2_e27_other_branches_do_not_move(arena):
    arena.start()
    world = arena.world
    world.git("branch", "release")
    was = {name: world.git("rev-parse", name) for name in ("main", "release")}
    done = arena.inside("echo evil > README; git commit -qam evil; git update-ref refs/heads/release HEAD; git update-ref refs/heads/main HEAD")
    assert done.code == 0, done
    world.workmux("list")
    assert world.git("log", "-1", "--format=%s", "f") == "evil"
    arena.judge([name for name, id in was.items() if world.git("rev-parse", name) != id])


@both_ways("refs")
def test_sbx_e2_e27_deleted_and_replaced_refs_stay_as_they_are(arena):
    arena.start()
    world = arena.world
    world.git("branch", "release")
    world.git("tag", "v1")
    done = arena.inside("""set -e
        evil=$(echo evil | git hash-object -w --stdin)
        git replace $(git rev-parse main:README) $evil
        git pack-refs --all
        git update-ref -d refs/heads/release; git tag -d v1; git update-ref -d refs/heads/main
        echo honest > honest; git add honest; git commit -qm honest""")
    assert done.code == 0, done
    world.workmux("list")
    arena.user_git(arena.tree)
    lost = [name for name in ("refs/heads/release", "refs/tags/v1", "refs/heads/main") if world.git_code("rev-parse", "--verify", "-q", name)]
    evil = world.git("show", "main:README", check=False) == "evil"
    if not arena.guards:
        assert (world.worktree("f") / "honest").exists() and "honest" in world.git("log", "--format=%s", "f")
    arena.judge(lost + ["replace"] * evil)


@both_ways("ref_name")
def test_sbx_e2_e8_a_branch_named_like_an_option_stays_inside(arena):
    arena.start()
    done = arena.inside("git commit -q --allow-empty -m honest; cp $(git rev-parse --git-path refs/heads/f) $(git rev-parse --git-common-dir)/refs/heads/-evil")
    assert done.code == 0, done
    arena.world.workmux("list")
    assert arena.world.git("log", "-1", "--format=%s", "f") == "honest"
    arena.judge("-evil" in arena.world.branches())


@both_ways("pack")
def test_sbx_e1_a_commit_whose_tree_holds_a_git_directory_stays_inside(arena):
    """git itself would refuse to check it out everywhere but on file systems where the name means the same."""
    arena.start()
    done = arena.inside("""python3 - <<'P'
import hashlib, os, subprocess, zlib
common = subprocess.run(["git", "rev-parse", "--git-common-dir"], capture_output=True, text=True).stdout.strip()
def put(kind, body):
    data = kind + b" " + str(len(body)).encode() + b"\\0" + body
    name = hashlib.sha1(data).hexdigest()
    path = f"{common}/objects/{name[:2]}/{name[2:]}"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if not os.path.exists(path): open(path, "wb").write(zlib.compress(data))
    return name
blob = put(b"blob", b"[core]\\n\\tfsmonitor = evil\\n")
inner = put(b"tree", b"100644 config\\0" + bytes.fromhex(blob))
tree = put(b"tree", b"40000 .git\\0" + bytes.fromhex(inner))
parent = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True).stdout.strip()
commit = put(b"commit", f"tree {tree}\\nparent {parent}\\nauthor a <a@b> 1 +0000\\ncommitter a <a@b> 1 +0000\\n\\nevil\\n".encode())
subprocess.run(["git", "update-ref", "refs/heads/evil", commit], check=True)
P""")
    assert done.code == 0, done
    arena.world.workmux("list")
    arena.judge("evil" in arena.world.branches())


def test_sbx_e27_forged_objects_and_symbolic_branches_change_nothing(arena):
    """A forged blob under the id of main's README; the own branch as a link to main; packs taken away."""
    arena.start()
    world = arena.world
    main = world.git("rev-parse", "main")
    done = arena.inside("""echo honest > honest; git add honest; git commit -qm honest
        python3 - <<'P'
import os, subprocess, zlib
run = lambda *w: subprocess.run(["git", *w], capture_output=True, text=True).stdout.strip()
common, blob = run("rev-parse", "--git-common-dir"), run("rev-parse", "main:README")
path = f"{common}/objects/{blob[:2]}/{blob[2:]}"
os.makedirs(os.path.dirname(path), exist_ok=True)
open(path, "wb").write(zlib.compress(b"blob 5\\0evil\\n"))
P
        cp README copy; git add copy; git commit -qm uses""")
    assert done.code == 0, done
    arena.inside("common=$(git rev-parse --git-common-dir); rm -rf $common/objects/pack; echo 'ref: refs/heads/main' > $common/refs/heads/f; "
                 "echo 'ref: refs/heads/main' > $common/refs/heads/new; echo 'ref: refs/heads/main' > $common/worktrees/f/HEAD")
    arena.host_round()
    assert world.git("show", f"{main}:README") == "hello" and world.git_code("fsck", "--strict") == 0
    assert world.git("show", "main:README") == "hello" and world.git_code("merge-base", "--is-ancestor", main, "main") == 0
