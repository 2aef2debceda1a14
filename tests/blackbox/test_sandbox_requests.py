"""What a guest asks of the host: status, titles, add, merge, close."""
import json
import time

import pytest


@pytest.fixture
def live(sandboxed):
    sandboxed.agent('while read -r line; do eval "$line"; done')
    sandboxed.start_tmux()
    sandboxed.ok("add", "f", "-b")
    return sandboxed


def status(world, name="f"):
    rows = json.loads(world.ok("status", "--json", name).out)
    return rows[0]["status"] if rows else None


def test_sbx_a16_status_of_a_guest(live):
    for word, icon in (("working", "🤖"), ("waiting", "💬"), ("done", "✅")):
        live.type("wm-f", f"workmux set-window-status {word}")
        live.until(lambda w=word: status(live) == w, word)
        assert live.option("wm-f", "@workmux_status") == icon
    live.type("wm-f", "workmux set-window-status clear")
    live.until(lambda: live.option("wm-f", "@workmux_status") == "", "the icon goes")


@pytest.mark.full
def test_agt_status_is_seen_within_100_ms(live):
    live.type("wm-f", "workmux set-window-status working")
    live.until(lambda: status(live) == "working", "working")
    delays = []
    for i in range(20):
        word, icon = (("waiting", "💬"), ("working", "🤖"))[i % 2]
        live.type("wm-f", f"date +%s%N > at{i}; workmux set-window-status {word}")
        live.until(lambda s=icon: live.option("wm-f", "@workmux_status") == s, word)
        seen = time.time_ns()
        delays.append((seen - int((live.worktree("f") / f"at{i}").read_text())) / 1e6)
        time.sleep(0.2)
    delays.sort()
    assert delays[len(delays) // 2] < 100, delays


def test_sbx_a39_a_dead_socket_does_not_hold_a_hook(sandboxed):
    sandboxed.start_tmux()
    sandboxed.ok("add", "f", "-b")
    done = sandboxed.inside("f", "begin=$(date +%s%N); WM_RPC_SOCK=/nowhere workmux set-window-status done; echo rc=$?; "
                                 "echo $((($(date +%s%N) - begin) / 1000000))")
    lines = done.out.split()
    assert lines[0] == "rc=0" and int(lines[1]) < 1500


def test_sbx_a39_refused_flags_are_named(sandboxed):
    sandboxed.start_tmux()
    sandboxed.ok("add", "f", "-b")
    done = sandboxed.inside("f", "workmux add x --base main")
    assert done.code == 1 and "--base is not supported from inside a sandbox" in done.err


def test_sbx_a17_e7_titles_run_nothing(live):
    canary = live.root / "canary"
    title = f"#(touch {canary})y"
    live.type("wm-f", "python3 - <<'X'")
    program = (f"import os,socket,json\n"
               f"for i in range(50):\n"
               f"  s=socket.socket(socket.AF_UNIX); s.connect(os.environ['WM_RPC_SOCK'])\n"
               f"  s.sendall((json.dumps({{'token':os.environ['WM_RPC_TOKEN']}})+'\\n'+json.dumps({{'type':'SetTitle','title':{title!r}}})+'\\n').encode())\n"
               f"  s.recv(100); s.close()\n")
    (live.worktree("f") / "t.py").write_text(program)
    live.type("wm-f", "X")
    live.type("wm-f", "python3 t.py")
    live.until(lambda: any("#(touch" in name for name in live.windows()), "the title is shown")
    time.sleep(1)
    assert not canary.exists()


def test_a_guest_adds_an_agent_that_is_sandboxed_too(live):
    live.type("wm-f", "workmux add sub -b")
    live.until(lambda: "wm-sub" in live.windows(), "the window of the new agent")
    live.until(lambda: "sandbox run" in live.screen("wm-sub"), "it is wrapped")
    assert live.worktree("sub").is_dir()
    record = json.loads(next((live.state / "worktrees").rglob("sub.json")).read_text())
    assert record["sandbox"]["enabled"] is True


def test_sbx_a26_e5_a_changed_project_file_runs_nothing_on_the_host(live):
    canary = live.root / "canary"
    live.write(".workmux.yaml", json.dumps({"panes": [{"command": f"touch {canary}"}], "post_create": [f"touch {canary}"],
                                            "sandbox": {"enabled": False}}), at=live.worktree("f"))
    live.type("wm-f", "workmux add sub -b")
    live.until(lambda: "wm-sub" in live.windows(), "the window of the new agent")
    live.until(lambda: "sandbox run" in live.screen("wm-sub"), "it is wrapped")
    live.ok("open", "f", "-n", at=live.worktree("f"))
    time.sleep(0.5)
    assert not canary.exists()


def test_sbx_a24_e10_a_planted_prompt_link_is_not_written_through(live):
    target = live.root / "rc"
    target.write_text("untouched")
    live.type("wm-f", f"git switch -qc evil && mkdir -p .workmux && ln -s {target} .workmux/PROMPT-evil.md && git add -f .workmux && "
                      "git commit -qm evil && git switch -q f && workmux add evil -p PAYLOAD -b")
    live.until(lambda: live.worktree("evil").is_dir() or "rror" in live.screen("wm-f"), "it was tried")
    time.sleep(1)
    assert target.read_text() == "untouched"


def test_sbx_a25_e8_names_that_are_options_are_refused(live):
    done = live.inside("f", "workmux add -- -AP/etc/hostname -p x; echo rc=$?")
    assert "rc=0" not in done.out
    assert not any(b.startswith("-") for b in live.branches())


def test_a_guest_merges_its_own_work(live):
    live.type("wm-f", "echo x > x; git add x; git commit -qm x; workmux merge f")
    live.until(lambda: not live.worktree("f").exists() and "f" not in live.branches(), "it is merged and gone")
    assert (live.repo / "x").exists() and "wm-f" not in live.windows()
    assert live.git("status", "--porcelain") == ""
    live.until(lambda: not [p for p in live.processes() if "sandbox run" in p[1]], "the supervisor is gone")


def test_sbx_e12_a_guest_cannot_merge_or_close_others(live):
    live.ok("add", "other", "-b", "-C")
    live.git("commit", "-q", "--allow-empty", "-m", "o", at=live.worktree("other"))
    main = live.git("rev-parse", "main")
    for command in ("workmux merge other", "workmux merge f --into other", "workmux close other"):
        live.type("wm-f", f"{command} > answer 2>&1; echo rc=$? >> answer")
        answer = live.worktree("f") / "answer"
        live.until(lambda: answer.exists() and "rc=" in answer.read_text(), command)
        assert "rc=0" not in answer.read_text(), answer.read_text()
        answer.unlink()
    assert live.git("rev-parse", "main") == main and "wm-other" in live.windows()


def test_a_guest_closes_itself(live):
    live.type("wm-f", "workmux close f")
    live.until(lambda: "wm-f" not in live.windows(), "it closes")
    assert live.worktree("f").exists()


def test_sbx_a40_e18_no_secret_in_a_command_line(live):
    live.configure(sandbox={**live.settings["sandbox"], "env": {"API_KEY": "very-secret-value"}})
    live.ok("add", "g", "-b")
    live.until(lambda: any(live.engine_client in line for _, line in live.processes()), "it runs")
    time.sleep(0.5)
    lines = [line for _, line in live.processes()]
    assert not any("very-secret-value" in line for line in lines)
    token = live.inside("f", "printf %s $WM_RPC_TOKEN").out
    assert len(token) == 64 and not any(token in line for line in lines)
