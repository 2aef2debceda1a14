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
