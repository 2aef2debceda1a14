"""`docs`, `changelog` and `claude prune`."""
import json
import os
import pty
import re
import subprocess

from support.world import REPOSITORY


def on_a_terminal(world, *words, **env):
    """What a command prints when its stdout is a terminal."""
    controller, terminal = pty.openpty()
    child = subprocess.Popen([str(world.program), *words], cwd=world.repo, env={**world.env, **env}, stdin=subprocess.DEVNULL,
                             stdout=terminal, stderr=terminal)
    os.close(terminal)
    text = b""
    while True:
        try:
            part = os.read(controller, 65536)
        except OSError:
            break
        if not part:
            break
        text += part
    os.close(controller)
    assert child.wait(timeout=60) == 0
    return text.decode().replace("\r\n", "\n")


def test_docs_and_changelog_are_the_files_of_the_source_tree(world):
    assert world.ok("docs").out == (REPOSITORY / "docs/manual.md").read_text()
    assert world.ok("docs", "configuration").out == (REPOSITORY / "docs/configuration.md").read_text()
    assert world.ok("changelog").out == (REPOSITORY / "CHANGELOG.md").read_text()


def test_docs_go_through_the_pager_on_a_terminal(world):
    world.script("mypager", '#!/bin/sh\necho "pager $*"; head -1\n')
    assert on_a_terminal(world, "docs", PAGER="mypager -x y") == "pager -x y\n# workmux manual\n"
    assert on_a_terminal(world, "docs", PAGER="no-such-pager").startswith("# workmux manual\n")


def test_every_command_that_the_manual_names_exists(world):
    text = (REPOSITORY / "docs/manual.md").read_text()
    for name in set(re.findall(r"(?:^|`)workmux ([a-z][a-z-]*)", text, re.M)) - {"help", "gives"}:
        assert f"Usage: workmux {name}" in world.ok(name, "--help").out, name


def test_claude_prune(world):
    file = world.home / ".claude.json"
    assert world.ok("claude", "prune").out == f"No Claude configuration found at {file}\n"
    file.write_text('{"a": 1}')
    assert world.ok("claude", "prune").out == f"No projects section found in {file}\n"
    file.write_text("{")
    world.fails("claude", "prune")
    settings = {"z": 1, "projects": {str(world.repo): {"x": [1]}, "/nowhere/one": {}, "/nowhere/two": {}, "relative": {}}, "a": 1.5}
    before = json.dumps(settings)
    file.write_text(before)
    file.chmod(0o640)
    done = world.ok("claude", "prune")
    assert done.out == (f"  - Removing: /nowhere/one\n  - Removing: /nowhere/two\n✓ Created backup at {file}.bak\n"
                        f"✓ Removed 2 stale entries from {file}\n")
    assert (world.home / ".claude.json.bak").read_text() == before
    assert file.stat().st_mode & 0o777 == 0o640
    del settings["projects"]["/nowhere/one"], settings["projects"]["/nowhere/two"]
    assert file.read_text() == json.dumps(settings, indent=2) + "\n"
    assert world.ok("claude", "prune").out == f"No stale entries found in {file} (2 total entries)\n"


def test_claude_prune_keeps_a_link(world):
    real = world.root / "dotfiles.json"
    real.write_text('{"projects": {"/nowhere": {}}}')
    (world.home / ".claude.json").symlink_to(real)
    world.ok("claude", "prune")
    assert (world.home / ".claude.json").is_symlink() and json.loads(real.read_text()) == {"projects": {}}
