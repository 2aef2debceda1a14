"""Attacks through what a guest may ask of the host (E7, E8, E12)."""
import json

from escape.arena import CLIENT, both_ways, merge, spawn


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


@both_ways("close")
def test_sbx_e12_a_guest_cannot_close_another_window(arena):
    arena.start()
    world = arena.world
    world.agent("exec sleep 60")
    world.ok("add", "other", "-b")
    answers = arena.rpc({"type": "Close", "name": "other"})
    arena.judge("wm-other" not in world.windows(), answers)


@both_ways("spawn")
def test_sbx_e12_a_guest_cannot_spawn_without_limit(arena):
    world = arena.world
    world.configure(sandbox={**world.settings["sandbox"], "rpc": {"per_hour": 1}})
    world.agent("exec sleep 60")
    arena.start()
    answers = arena.rpc(spawn("one"), spawn("two"))
    assert "one" in world.branches(), answers
    arena.judge("two" in world.branches(), answers)


@both_ways("token")
def test_sbx_e11_a_guess_of_the_token_gives_nothing(arena):
    arena.start()
    world = arena.world
    before = world.branches()
    done = arena.inside("python3 - <<'P'\n" + CLIENT + "\nprint(call({'type': 'Heartbeat'}, token='0' * 64))\nP")
    assert done.code == 0 and world.branches() == before, done
    arena.judge("'Ok'" in done.out, done)


HOSTILE_NAMES = ["-AP/etc/hostname", "--base=main", "x$(touch${IFS}canary)", "x;touch", "x`id`", "../../x", "a/../b", ".hidden", "x.lock",
                 "a b", "a\nb", "a\u202eb", "a\x1b[2J", "@{-1}", "HEAD", "refs/heads/../x", "a..b", "x" * 300, "", "/etc/passwd", "a\0b", "#(id)",
                 "x'y", "x\"y", "x|y", "x&y", "x>y", "x\\y", "~x", "x:y", "x*", "\u00e9"]


@both_ways("characters", "branch_name")
def test_sbx_e8_names_that_are_options_or_shell_text_are_refused(arena):
    arena.world.agent("exec sleep 60")
    arena.start()
    before = arena.world.branches()
    names = ["x$(touch${IFS}canary)", "x;touch"] if arena.guards else HOSTILE_NAMES
    answers = arena.rpc(*[spawn(name) for name in names])
    if not arena.guards:
        answers += arena.rpc(*[merge(name) for name in names], *[{"type": "Close", "name": name} for name in names])
        assert all(answer[-1]["type"] == "Error" for answer in answers), answers
    arena.judge([b for b in arena.world.branches() if b not in before], answers)


FUZZER = """
import random, string
random.seed(20240607)
ATOMS = ["", "-", "--", "..", "/", "\\\\", "$(touch CANARY)", "`touch CANARY`", "#(touch CANARY)", "#{", "';", '"', "\\n", "\\r", "\\0", "\\x1b]0;x\\x07", "\\u202e",
         "\\u009b", "main", "f", "other", "HEAD", "refs/heads/main", "@{u}", "a" * 70000, "\\ud800", "%s%n", "0", "~", "*", "|", "&", ">", "~/.ssh", "/etc/passwd"]
def text(): return "".join(random.choice(ATOMS) for _ in range(random.randint(0, 3)))
def junk(depth=0):
    kind = random.randrange(8)
    if kind == 0: return None
    if kind == 1: return random.choice([0, -1, 2**63, 2**70, 1.5, 1e308])
    if kind == 2: return random.choice([True, False])
    if kind == 3 and depth < 3: return [junk(depth + 1) for _ in range(3)]
    if kind == 4 and depth < 3: return {text(): junk(depth + 1)}
    return text()
FIELDS = {"SetStatus": ["status"], "SetTitle": ["title"], "SpawnAgent": ["prompt", "branch_name", "background", "no_file_ops", "no_pane_cmds", "open_if_exists"],
          "Exec": ["command", "args"], "Merge": ["name", "into", "rebase", "squash", "ignore_uncommitted", "keep", "cleanup", "no_verify", "no_hooks", "notification"],
          "Close": ["name"], "ClipboardRead": ["mime"], "Heartbeat": ["v"]}
def one(kind, field):
    r = {"type": kind}
    for f in FIELDS[kind]: r[f] = False if f not in ("prompt", "branch_name", "name", "into", "status", "title", "command", "args", "mime", "v") else None if f == "into" else [] if f == "args" else 1 if f == "v" else "nosuch"
    if kind == "SpawnAgent": r["branch_name"] = "-bad"
    r[field] = junk()
    return r
sent = 0
for kind, fields in FIELDS.items():
    for field in fields:
        for _ in range(12):
            try:
                line = json.dumps(one(kind, field))
                call(None, raw=line.replace("CANARY", CANARY).encode("utf-8", "surrogatepass") + b"\\n")
            except (OSError, ValueError): pass
            sent += 1
for raw in (b"\\xff\\xfe\\n", b"[" * 100000 + b"\\n", b"{}\\n", b"null\\n", b'{"type":"Nope"}\\n', b"A" * (3 << 20), b"\\n" * 1000, b'{"type":"Heartbeat"'):
    try: call(None, raw=raw)
    except (OSError, ValueError): pass
print("sent", sent, call({"type": "Heartbeat"}))
"""


def test_sbx_e7_e8_e12_fuzzed_fields_reach_nothing(arena):
    world = arena.world
    arena.start(live=True)
    world.ok("add", "other", "-b", "-C")
    before = (world.branches(), world.git("rev-parse", "main", "other", "f"), world.git("status", "--porcelain"))
    script = CLIENT + f"CANARY = {str(arena.canary())!r}\n" + FUZZER
    world.write("fuzz.py", script, at=arena.tree)
    world.type("wm-f", "python3 fuzz.py > out 2>&1; echo end >> out")
    out = arena.tree / "out"
    world.until(lambda: out.exists() and "end" in out.read_text(), "the fuzzer ends", 120)
    assert "'Ok'" in out.read_text(), out.read_text()
    after = (world.branches(), world.git("rev-parse", "main", "other", "f"), world.git("status", "--porcelain"))
    assert after == before
    for words in (["list"], ["list", "--json"], ["status"]):
        done = world.ok(*words)
        assert "\x1b]" not in done.out and "\u202e" not in done.out
    assert "wm-other" in world.windows()
    arena.settle()
    assert not arena.fired()


@both_ways("icon", "agent_icon", "project_icon")
def test_sbx_e7_icons_of_a_project_run_nothing(arena):
    world = arena.world
    icon = f"#(touch {arena.canary()})"
    world.write(".workmux.yaml", json.dumps({"status_icons": {"working": icon, "done": icon}}))
    world.git("add", ".workmux.yaml")
    world.git("commit", "-qm", "icons")
    arena.start(live=True)
    world.type("wm-f", "workmux set-window-status working; echo x > said")
    world.until((arena.tree / "said").exists, "it said so")
    arena.settle(1)
    shown = world.option("wm-f", "@workmux_status")
    assert not arena.fired() or arena.guards
    arena.judge("#(" in shown, shown)
