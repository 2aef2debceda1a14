"""Agents' own files, as `setup` finds and leaves them, and a terminal to answer its questions."""
import fcntl
import json
import os
import pty
import select
import subprocess
import termios
import time

OURS = "workmux set-window-status"
AGENTS = {
    "claude": ".claude", "codex": ".codex", "copilot": ".copilot", "gemini": ".gemini", "pi": ".pi/agent", "omp": ".omp/agent",
    "opencode": ".config/opencode",
}
USERS_FILE = """{
    // mine
    "model": "x", /* the best */
    "hooks": {
        "Stop": [
            { "hooks": [{ "type": "command", "command": "beep" }] } // loud
        ]
    }
}
"""


def have(world, *names):
    for name in names or AGENTS:
        (world.home / AGENTS[name]).mkdir(parents=True, exist_ok=True)


def hooks_in(path):
    """Event -> commands."""
    hooks = json.loads(path.read_text())["hooks"]
    return {event: [entry["command"] for group in groups for entry in group["hooks"]] for event, groups in hooks.items()}


def everything(world):
    """The text of every file of the home directory, but for our own state."""
    return {path.relative_to(world.home): path.read_text() for path in sorted(world.home.rglob("*"))
            if path.is_file() and world.state not in path.parents}


class Terminal:
    """A workmux (or another program) whose terminal is ours."""

    def __init__(self, world, *words, env=None, at=None, program=None, controls=False):
        self.controller, terminal = pty.openpty()
        # As in a shell's terminal: it is the session's own, and has jobs in the background.
        take = (lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)) if controls else None
        self.child = subprocess.Popen(program or [str(world.program), *words], cwd=at or world.repo, env={**world.env, **(env or {})},
                                      stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True, preexec_fn=take)
        os.close(terminal)
        self.text = ""

    def read_until(self, wanted, timeout=30):
        """Reads until `wanted` is there, or with None to the end."""
        end = time.monotonic() + timeout
        while wanted is None or wanted not in self.text:
            assert time.monotonic() < end, f"no {wanted!r} in {self.text!r}"
            if not select.select([self.controller], [], [], 0.2)[0]:
                continue
            try:
                part = os.read(self.controller, 65536)
            except OSError:
                part = b""
            if not part:
                assert wanted is None, f"no {wanted!r} in {self.text!r}"
                break
            self.text += part.decode().replace("\r\n", "\n")
        return self

    def answer(self, question, line):
        self.read_until(question)
        os.write(self.controller, line.encode())
        return self

    def end(self):
        self.read_until(None)
        code = self.child.wait(timeout=30)
        os.close(self.controller)
        return code
