"""A scripted agent in a pane: a program named `claude`."""
import json


RECORDING = """#!/usr/bin/python3
import os, sys, termios, tty
# Raw, as a real agent's input line is: every byte that the terminal delivers is kept.
tty.setraw(0)
{prelude}
log = open({log!r}, "ab", buffering=0)
open({ready!r}, "w").close()
while True:
    data = os.read(0, 65536)
    if not data:
        break
    log.write(data)
"""

EVALUATING = """#!/bin/bash
touch "{ready}-${{PWD##*/}}"
while read -r line; do eval "$line"; done
"""


class Recorder:
    """A worktree whose agent keeps the bytes it gets."""

    def __init__(self, world, handle="a", bracketed=False):
        self.world = world
        self.log = world.root / f"typed-{handle}"
        ready = world.root / f"ready-{handle}"
        prelude = "sys.stdout.write('\\x1b[?2004h'); sys.stdout.flush()" if bracketed else ""
        # The process must be called claude, so the interpreter runs a file of that name by its shebang.
        world.script("claude", RECORDING.format(log=str(self.log), ready=str(ready), prelude=prelude))
        world.configure(panes=[{"command": "<agent>", "focus": True}], agent="claude")
        if not world.server:
            world.start_tmux()
        world.ok("add", handle, "-b")
        self.window = f"wm-{handle}"
        world.until(ready.exists, "the agent reads")
        report(world, "done", self.window)

    def read(self):
        return self.log.read_bytes() if self.log.exists() else b""

    def gets(self, expected):
        self.world.until(lambda: self.read() == expected, f"{expected[:200]!r}, not {self.read()[:200]!r}", 10)


def open_agent(world, handle="a", body=EVALUATING):
    """A worktree with an agent that evaluates the lines it is sent."""
    world.script("claude", body.format(ready=world.root / "ready"))
    world.configure(panes=[{"command": "<agent>", "focus": True}], agent="claude")
    if not world.server:
        world.start_tmux()
    world.ok("add", handle, "-b")
    world.until((world.root / f"ready-{handle}").exists, "the agent runs")
    return f"wm-{handle}"


def report(world, status, window):
    """What the agent's hook does, from outside."""
    world.ok("set-window-status", status, "--agent", "claude", env={"TMUX_PANE": world.pane_of(window)})


def hook(world, status, window):
    """The hook as a child of the agent in the pane."""
    world.type(window, f"{world.program} set-window-status {status} </dev/null")
    world.until(lambda: status_of(world, window) == status, f"{window} is {status}")


def status_of(world, window):
    rows = json.loads(world.ok("status", "--json").out)
    pane = world.pane_of(window)
    return next((row["status"] for row in rows if row["pane_id"] == pane), None)
