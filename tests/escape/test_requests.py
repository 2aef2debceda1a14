"""Attacks through what a guest may ask of the host (E7, E8, E12)."""
from escape.arena import CLIENT, both_ways, merge


@both_ways("format")
def test_sbx_e7_a_title_with_a_command_runs_nothing(arena):
    world, title = arena.world, f"#(touch {arena.canary()})"
    arena.start(live=True)
    world.write("t.py", CLIENT + f"""
for i in range(20):
    call({{"type": "SetTitle", "title": {title!r} + str(i)}})
open("sent", "w").write("x")
""", at=arena.tree)
    world.type("wm-f", "python3 t.py")
    world.until((arena.tree / "sent").exists, "the titles are sent")
    arena.settle(1)
    arena.judge(arena.fired())


@both_ways("merge")
def test_sbx_e12_a_guest_cannot_merge_into_another_branch(arena):
    arena.start()
    world = arena.world
    world.git("branch", "release")
    before = world.git("rev-parse", "release")
    answers = arena.rpc(merge("f", "release", keep=True), before="echo x > x; git add x; git commit -qm x; sleep 0.3")
    arena.judge(world.git("rev-parse", "release") != before, answers)
