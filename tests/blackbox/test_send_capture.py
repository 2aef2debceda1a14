"""send and capture with a scripted agent on a real tmux."""
import json
import os
import pty
import subprocess

import pytest

from support.agents import Recorder, report


@pytest.fixture
def agent(world):
    return Recorder(world)


@pytest.mark.parametrize("text", [
    "hello", "a;", ";", "-x", "--", "#{pane_id} #(touch x)", "$(touch x) `id` \"'\\", "ü€😀 e\u0301 👩\u200d👧", "C-c", "Enter", "  blanks  ",
    "!ls", "tab\there", "é" * 6000,
])
def test_agt_a19_a_line_arrives_byte_for_byte(agent, text):
    agent.world.ok("send", "a", "--", text)
    agent.gets(text.encode() + b"\r")


def test_agt_a19_a_word_with_a_dash_is_text_behind_two_dashes(agent):
    agent.world.ok("send", "a", "--", "-x")
    agent.gets(b"-x\r")


@pytest.mark.parametrize("bracketed", [False, True])
def test_agt_a20_several_lines_are_one_paste(world, bracketed):
    agent = Recorder(world, bracketed=bracketed)
    world.ok("send", "a", input="a\n  b;\n\nc\t#{x}\n\n")
    body = b"a\r  b;\r\rc\t#{x}"
    agent.gets(b"\x1b[200~" + body + b"\x1b[201~\r" if bracketed else body + b"\r")


def test_a_large_text_arrives_whole(agent):
    text = "\n".join(f"line {i} ü" for i in range(20000))
    agent.world.write("text", text)
    agent.world.ok("send", "a", "-f", "text")
    agent.gets(text.replace("\n", "\r").encode() + b"\r")


def test_bytes_that_are_no_characters_arrive(agent):
    done = subprocess.run([str(agent.world.program), "send", "a", b"x\xff\xfe\x80y"], cwd=agent.world.repo, env=agent.world.env,
                          capture_output=True)
    assert done.returncode == 0, done.stderr
    agent.gets(b"x\xff\xfe\x80y\r")


def test_no_enter_and_if_idle(agent):
    world = agent.world
    world.ok("send", "a", "--no-enter", "one")
    agent.gets(b"one")
    report(world, "working", agent.window)
    assert "is working" in world.fails("send", "a", "--if-idle", "two").err
    report(world, "waiting", agent.window)
    world.ok("send", "a", "--if-idle", "three")
    agent.gets(b"onethree\r")


def test_agt_a21_nothing_to_send_and_unknown_names(agent):
    world = agent.world
    for words in (["send", "a", ""], ["send", "a", "\n\n"], ["send", "a"]):
        assert "No content to send" in world.fails(*words).err
    assert "No agent found matching 'nosuch'" in world.fails("send", "nosuch", "x").err
    world.fails("send", "a", "x", "-f", "y", code=2)
    master, slave = pty.openpty()
    done = subprocess.run([str(world.program), "send", "a"], cwd=world.repo, env=world.env, stdin=slave, capture_output=True, text=True)
    os.close(master), os.close(slave)
    assert done.returncode == 1 and "Provide text argument, --file, or pipe stdin" in done.stderr
    assert world.fails("send", "main", "x").err.startswith("Error: No agent running in worktree 'main'")
    assert agent.read() == b""


CHUNKS = """#!/usr/bin/python3
import os, tty
tty.setraw(0)
open({ready!r}, "w").close()
while True:
    data = os.read(0, 65536)
    with open({log!r}, "a") as log:
        log.write(repr(data) + "\\n")
"""


@pytest.mark.parametrize("kind, configured, alone", [("claude", "codex", True), ("codex", "claude", False)])
def test_agt_w19_the_agent_in_the_pane_decides_how_it_is_typed_to(world, kind, configured, alone):
    """Claude takes a "!" that comes by itself as its shell mode; other agents get the line as it is."""
    ready, log = world.root / "ready", world.root / "chunks"
    world.script(kind, CHUNKS.format(ready=str(ready), log=str(log)))
    world.configure(panes=[{"command": kind}], agent=configured)
    world.start_tmux().ok("add", "a", "-b")
    world.until(ready.exists, "the agent reads")
    world.ok("set-window-status", "done", "--agent", kind, env={"TMUX_PANE": world.pane_of("wm-a")})
    world.ok("send", "a", "!ls")
    text = world.until(lambda: log.exists() and "\\r" in log.read_text() and log.read_text(), "the line arrives")
    assert (text.splitlines()[0] == "b'!'") == alone, text


def test_cli_w24_agt_w19_several_agents_are_told_apart_by_pane(agent):
    world = agent.world
    first = world.pane_of("wm-a")
    second = world.tmux("split-window", "-d", "-t", first, "-c", world.worktree("a"), "-P", "-F", "#{pane_id}", "sleep 100")
    world.until(lambda: world.tmux("display-message", "-p", "-t", second, "#{pane_current_command}") == "sleep", "its program runs")
    world.ok("set-window-status", "done", "--agent", "codex", env={"TMUX_PANE": second})
    done = world.ok("send", "a", "--pane", first, "mine")
    assert done.err == ""
    agent.gets(b"mine\r")
    assert "has 2 agents" in world.ok("send", "a", "x").err
    assert "runs no agent of worktree 'a'" in world.fails("send", "a", "--pane", world.env["TMUX_PANE"], "x").err


def test_agt_a22_capture_is_plain_text(world):
    world.script("claude", "#!/bin/bash\nseq 300\nprintf '\\033[31mred\\033[0m \\033]0;title\\007end  \\n\\n'\nread -r x\n")
    world.configure(panes=[{"command": "<agent>"}], agent="claude")
    world.start_tmux().ok("add", "a", "-b")
    world.until(lambda: "red" in world.screen("wm-a"), "output")
    report(world, "done", "wm-a")
    done = world.ok("capture", "a", "-n", "3")
    assert done.out == "299\n300\nred end\n"
    assert len(world.ok("capture", "a").out.splitlines()) == 200
    assert world.ok("capture", "a", "-n", "0").out == ""
    assert "\x1b[31mred" in world.ok("capture", "a", "--ansi", "-n", "1").out
    shown = json.loads(world.ok("capture", "a", "--json", "-n", "2").out)
    assert shown == {"worktree": "a", "pane_id": world.pane_of("wm-a"), "lines": ["300", "red end"]}
    world.fails("capture", "a", "-n", "70000", code=2)
    world.fails("capture", "nosuch")


def test_agt_a37_an_ambiguous_name_is_refused(world):
    world.configure(panes=[{"command": "<agent>"}], agent="claude")
    world.script("claude", "#!/bin/bash\nread -r x\n")
    world.start_tmux()
    other = world.root / "other"
    world.git("clone", "-q", world.repo, other)
    for repo, window in ((world.repo, "wm-x"), (other, "wm-y")):
        world.ok("add", window[3:], "--name", "x", "-b", "--target-name", window[3:], at=repo)
        report(world, "done", window)
    done = world.fails("capture", "x", at="/")
    assert "Ambiguous agent name 'x'" in done.err and done.err.count(":x\n") == 2
    assert world.ok("capture", "other:x", "--json", at="/").out
    assert world.ok("capture", "other__worktrees:x", "-n", "1", at="/")


@pytest.mark.parametrize("command", ["send", "capture"])
def test_help_names_every_option(world, command):
    text = world.ok(command, "--help").out
    for option in {"send": ["--file", "--pane", "--no-enter", "--if-idle"],
                   "capture": ["--lines", "--ansi", "--json", "--pane"]}[command]:
        assert option in text
