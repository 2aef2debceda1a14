"""Which processes a command starts, seen by strace."""
import os
import pathlib
import re
import subprocess
import tempfile

FREE = {"git"}  # children of git are not ours (design: what counts as a child process)


def executed(world, *words, at=None, env=None):
    """(exit code, [(program, arguments, parent program)]) of every exec below the command, in order."""
    with tempfile.TemporaryDirectory(prefix="wmt-strace-") as folder:
        log = pathlib.Path(folder) / "log"
        done = subprocess.run(
            ["strace", "-f", "-qq", "-s", "4096", "-e", "trace=execve,clone,clone3,vfork,fork", "-o", str(log),
             str(world.program), *map(str, words)],
            cwd=at or world.repo, env={**world.env, **(env or {})}, capture_output=True, text=True, timeout=120)
        return done, parse(log.read_text())


def parse(text):
    parent = {}
    program = {}
    found = []
    pending = {}
    for line in text.splitlines():
        match = re.match(r"(\d+) +(.*)", line)
        if not match:
            continue
        pid, rest = int(match.group(1)), match.group(2)
        child = re.search(r"(?:clone3?|v?fork)\(.*\) = (\d+)$", rest) or re.search(r"(?:clone3?|v?fork) resumed.*= (\d+)$", rest)
        if child:
            parent[int(child.group(1))] = pid
            continue
        if rest.startswith("execve("):
            pending[pid] = rest
        done = pending.get(pid)
        if done and (rest.endswith("= 0") or "execve resumed" in rest and rest.endswith("= 0")):
            path = re.match(r'execve\("([^"]+)"', done)
            if path:
                found.append((pid, path.group(1), done))
                program[pid] = os.path.basename(path.group(1))
            pending.pop(pid, None)
    result = []
    for pid, path, call in found[1:]:
        above = parent.get(pid)
        ancestors = []
        while above is not None:
            ancestors.append(program.get(above, ""))
            above = parent.get(above)
        result.append((path, call, ancestors))
    return result


def ours(executions):
    """Without what git itself starts."""
    return [call for path, call, ancestors in executions if not any(name in FREE for name in ancestors)]
