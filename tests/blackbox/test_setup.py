"""`setup` and `uninstall`: hooks and skills of agents in the user's own files."""
import json
import os
import pathlib
import re
import shutil

import pytest

from support.kills import killed, sample, steps
from support.setup import OURS, USERS_FILE, Terminal, everything, have, hooks_in


def test_agt_a30_cli_a33_a_pipe_is_told_what_would_be_done(world):
    have(world, "claude")
    before = everything(world)
    done = world.fails("setup")
    assert "workmux setup requires an interactive terminal" in done.err and "setup --yes" in done.err
    assert "• Claude Code (found Claude config directory): not configured" in done.out
    assert everything(world) == before


def test_agt_a28_the_users_own_hook_stays(world):
    settings = world.write(".claude/settings.json", json.dumps(
        {"hooks": {"Stop": [{"hooks": [{"type": "command", "command": "beep"}]}]}}, indent=4), at=world.home)
    terminal = Terminal(world, "setup", "--hooks").answer("Install status tracking hooks? [Y/n] ", "y\n")
    assert terminal.end() == 0, terminal.text
    assert f"✓ Installed hooks to {settings}" in terminal.text
    hooks = hooks_in(settings)
    assert hooks["Stop"] == ["beep", f"{OURS} done"]
    assert {"UserPromptSubmit", "PostToolUse", "Notification", "Stop"} <= set(hooks)
    again = Terminal(world, "setup", "--hooks")
    assert again.end() == 0
    assert "All agents have status tracking configured." in again.text and "[Y/n]" not in again.text


def test_cli_a33_a_hook_of_ours_counts_as_configured(world):
    world.write(".claude/settings.json", json.dumps(
        {"hooks": {"Stop": [{"hooks": [{"type": "command", "command": f"{OURS} done"}]}]}}), at=world.home)
    terminal = Terminal(world, "setup", "--hooks")
    assert terminal.end() == 0 and "All agents have status tracking configured." in terminal.text


@pytest.mark.parametrize("line, installed", [("\n", True), ("YES\n", True), ("n\n", False), ("No\n", False)])
def test_agt_a28_every_form_of_an_answer(world, line, installed):
    have(world, "claude")
    terminal = Terminal(world, "setup", "--hooks").answer("[Y/n] ", "maybe\n").answer("Please enter y or n\n", line)
    assert terminal.end() == 0
    assert (world.home / ".claude/settings.json").exists() == installed
    assert not (world.state / "setup.json").exists()


def test_cli_w21_the_end_of_input_is_no_answer(world):
    have(world, "claude")
    terminal = Terminal(world, "setup", "--hooks").answer("[Y/n] ", "\x04")
    assert terminal.end() == 1 and "Aborted." in terminal.text and "--yes" in terminal.text
    assert not (world.home / ".claude/settings.json").exists()


def test_cli_w36_yes_installs_all_and_check_agrees(world):
    have(world)
    assert "not configured" in world.fails("setup", "--check").out
    assert not (world.home / ".claude/settings.json").exists()
    world.ok("setup", "--yes")
    done = world.ok("setup", "--check")
    assert done.out.count(": configured\n") == 7, done
    assert done.out.count(": 6 up to date\n") == 4, done
    before = everything(world)
    assert "All agents have status tracking configured." in world.ok("setup", "--yes").out
    assert everything(world) == before
    for path in (".claude/settings.json", ".codex/hooks.json", ".gemini/settings.json"):
        assert f"{OURS} working" in str(hooks_in(world.home / path))
    assert (world.home / ".codex/config.toml").read_text() == "[features]\nhooks = true\n"
    assert world.git("status", "--porcelain") == ""
    assert (world.repo / ".github/hooks/workmux-status/hooks.json").exists()


def test_cli_w36_one_agent_by_name_need_not_be_there(world):
    have(world, "claude")
    world.ok("setup", "--agent", "gemini")
    assert hooks_in(world.home / ".gemini/settings.json")["AfterAgent"] == [f"{OURS} done"]
    assert not (world.home / ".claude/settings.json").exists()
    world.ok("setup", "--check", "--agent", "gemini")
    world.fails("setup", "--check", "--agent", "gemini", "--agent", "claude")
    assert "possible values" in world.fails("setup", "--agent", "emacs", code=2).err


def test_agt_w15_hooks_of_another_version_are_updated_on_request(world):
    world.write(".pi/agent/extensions/workmux-status.ts", f"// {OURS} done\n", at=world.home)
    assert "of another version" in world.fails("setup", "--check").out
    assert "setup --yes" in Terminal(world, "setup", "--hooks").read_until("setup --yes").text
    world.ok("setup", "--yes")
    world.ok("setup", "--check")


def test_no_agent_is_no_failure(world):
    assert world.ok("setup", "--yes").out.startswith("No agents detected.")
    terminal = Terminal(world, "setup", "--hooks")
    assert terminal.end() == 0 and "No agents detected." in terminal.text


def test_one_broken_file_stops_no_other_agent(world):
    have(world, "gemini")
    broken = world.write(".claude/settings.json", '{"hooks": 5}', at=world.home)
    done = world.fails("setup", "--yes")
    assert "✗ Claude Code: " in done.out and str(broken) in done.out
    assert "Some hook installations failed" in done.err
    assert broken.read_text() == '{"hooks": 5}'
    assert f"{OURS} done" in (world.home / ".gemini/settings.json").read_text()
    broken.write_text("{ nonsense")
    done = world.fails("setup", "--check")
    assert "Claude Code (found Claude config directory): error (" in done.out


def as_fifo(path):
    os.mkfifo(path)


def as_large(path):
    path.write_bytes(b"[" + b" " * (17 << 20) + b"]")


HOSTILE = {
    "directory": lambda path: path.mkdir(), "fifo": as_fifo, "large": as_large, "bytes": lambda path: path.write_bytes(b'{"a": "\xff\x00"}'),
    "deep": lambda path: path.write_text('{"hooks": ' + "[" * 100_000 + "]" * 100_000 + "}"),
    "hooks is a list": lambda path: path.write_text('{"hooks": []}'), "event is a text": lambda path: path.write_text('{"hooks": {"Stop": "x"}}'),
    "dead link": lambda path: path.symlink_to("/nowhere/settings.json"), "comment without end": lambda path: path.write_text("{} /* x"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_files_are_told_and_left_alone(world, kind):
    file = world.home / ".claude/settings.json"
    have(world, "claude", "pi")
    HOSTILE[kind](file)
    before = file.lstat()
    done = world.fails("setup", "--yes", "--hooks")
    assert "✗ Claude Code: " in done.out and "pi/agent/extensions" in done.out, done
    world.fails("setup", "--check")
    assert world.workmux("uninstall").code in (0, 1)
    assert file.lstat().st_ino == before.st_ino and file.lstat().st_size == before.st_size
    assert not (file.parent / "settings.json.workmux-backup").exists()


def test_agt_w11_two_setups_at_once_agree(world):
    have(world)
    for path in (".claude/settings.json", ".codex/hooks.json", ".gemini/settings.json"):
        world.write(path, USERS_FILE, at=world.home)
    running = [world.start("setup", "--yes") for _ in range(6)]
    for child in running:
        out, err = child.communicate(timeout=120)
        assert child.returncode == 0, (out, err)
    world.ok("setup", "--check", "--hooks", "--skills")
    for path in (".claude/settings.json", ".gemini/settings.json"):
        text = (world.home / path).read_text()
        assert "// mine" in text and text.count('"beep"') == 1
    world.ok("uninstall")
    assert (world.home / ".claude/settings.json").read_text() == USERS_FILE


def test_agt_w11_comments_layout_mode_and_link_stay(world):
    real = world.write("dotfiles/settings.json", USERS_FILE)
    real.chmod(0o640)
    have(world, "gemini")
    link = world.home / ".gemini/settings.json"
    link.symlink_to(real)
    world.ok("setup", "--yes")
    text = real.read_text()
    for part in ("    // mine\n", '"model": "x", /* the best */\n', "// loud\n", '            { "hooks": [{ "type": "command", "command": "beep"'):
        assert part in text
    assert OURS in text and link.is_symlink() and real.stat().st_mode & 0o777 == 0o640
    assert (real.parent / "settings.json.workmux-backup").read_text() == USERS_FILE
    world.ok("uninstall")
    assert real.read_text() == USERS_FILE


def test_agt_w16_a_workmux_that_hooks_cannot_find_is_told(world):
    have(world, "claude")
    assert "'workmux' is not on PATH" in world.ok("setup", "--yes").err
    (world.root / "bin/workmux").symlink_to(world.program)
    assert "PATH" not in world.ok("setup", "--check").err
    world.script("other/workmux", "#!/bin/sh\n")
    done = world.ok("setup", "--check", env={"PATH": f"{world.root}/bin/other:{world.env['PATH']}"})
    assert "another workmux" in done.err


def test_agt_4_8_codex_is_told_that_its_hooks_are_trusted(world):
    have(world, "codex")
    world.script("codex", """#!/usr/bin/python3
import json, pathlib, sys
told = []
for line in sys.stdin:
    message = json.loads(line)
    told.append(message)
    pathlib.Path(%r).write_text(json.dumps(told))
    if message["method"] == "hooks/list":
        hooks = [{"key": "k1", "currentHash": "h1", "command": "workmux set-window-status done"},
                 {"key": "k2", "currentHash": "h2", "command": "workmux set-window-status done; rm -rf x"},
                 {"key": "k3", "currentHash": "h3", "command": "beep"}]
        print(json.dumps({"id": message["id"], "result": {"data": [{"hooks": hooks}]}}), flush=True)
    elif "id" in message:
        print(json.dumps({"id": message["id"], "result": {}}), flush=True)
""" % str(world.root / "told"))
    assert "will ask" not in world.ok("setup", "--yes").out
    told = json.loads((world.root / "told").read_text())
    assert "not told" in world.ok("setup", "--check").err  # this one has not kept it
    (world.root / "told").unlink()
    world.ok("setup", "--yes", "--hooks")
    assert (world.root / "told").exists()
    with (world.home / ".codex/config.toml").open("a") as config:
        config.write(f'[hooks.state."{world.home}/.codex/hooks.json:stop:0:0"]\ntrusted_hash = "h"\n')
    assert "not told" not in world.ok("setup", "--check").err
    (world.root / "told").unlink()
    assert "All agents have status tracking configured." in world.ok("setup", "--yes", "--hooks").out
    assert not (world.root / "told").exists()
    edits = [message["params"]["edits"] for message in told if message["method"] == "config/batchWrite"]
    assert edits == [[{"keyPath": "hooks.state", "value": {"k1": {"trusted_hash": "h1"}}, "mergeStrategy": "upsert"}]]


def test_agt_4_8_what_codex_was_not_told_the_user_is(world):
    have(world, "codex")
    world.env["PATH"] = f"{world.root}/bin:/usr/bin:/bin"
    assert "Codex will ask at its next start whether the hooks are trusted" in world.ok("setup", "--yes").out
    world.script("codex", "#!/bin/sh\nexit 3\n")
    (world.home / ".codex/hooks.json").unlink()
    assert "Codex will ask" in world.ok("setup", "--yes").out


def test_agt_4_8_a_folder_that_gemini_does_not_trust_is_told(world):
    have(world, "gemini")
    assert "runs no hooks in" in world.ok("setup", "--yes").err
    world.write(".gemini/trustedFolders.json", json.dumps({str(world.repo.parent): "TRUST_FOLDER"}), at=world.home)
    assert "runs no hooks" not in world.ok("setup", "--check").err
    world.write(".gemini/trustedFolders.json", json.dumps(
        {str(world.repo.parent): "TRUST_FOLDER", str(world.repo): "DO_NOT_TRUST"}), at=world.home)
    assert "/permissions" in world.ok("setup", "--check").err


def test_agt_a31_uninstall_leaves_what_is_the_users(world):
    have(world)
    world.write(".claude/settings.json", USERS_FILE, at=world.home)
    world.ok("setup", "--yes")
    before = everything(world)
    done = world.ok("uninstall", "--dry-run")
    assert f"    ~ Claude Code  Would remove {world.home}/.claude/skills/merge\n" in done.out
    assert f"    ~ Claude Code  Would remove hooks from {world.home}/.claude/settings.json\n" in done.out
    assert everything(world) == before and world.state.exists()
    world.ok("uninstall")
    assert not world.state.exists()
    assert not (world.home / ".claude/skills").exists()
    after = everything(world)
    assert not [path for path, text in after.items() if OURS in text]
    assert (world.home / ".claude/settings.json").read_text() == USERS_FILE
    assert (world.home / ".config/workmux/config.yaml").exists()
    assert not (world.repo / ".github").exists()
    world.ok("uninstall")
    assert everything(world) == after


def test_agt_a31_what_cannot_be_removed_is_told_and_the_rest_is_done(world):
    have(world, "codex")
    world.ok("setup", "--yes")
    world.write(".claude/settings.json", "{ nonsense", at=world.home)
    done = world.fails("uninstall")
    assert "uninstall completed with 1 error(s): Claude Code: " in done.err
    assert not (world.home / ".codex/hooks.json").exists()


SKILLS = ("merge", "rebase", "worktree", "coordinator", "open-pr", "workmux")


def skill_texts(directory):
    return {path.parent.name: path.read_text() for path in directory.glob("*/SKILL.md")}


def test_skills_are_offered_behind_hooks(world):
    have(world, "claude", "gemini")
    terminal = Terminal(world, "setup").answer("hooks? [Y/n] ", "n\n").answer("Install bundled skills? [Y/n] ", "\n")
    assert terminal.end() == 0
    assert f"Skills for Claude Code ({world.home}/.claude/skills): 6 installed\n" in terminal.text
    assert not (world.home / ".claude/settings.json").exists()
    texts = skill_texts(world.home / ".claude/skills")
    assert sorted(texts) == sorted(SKILLS)
    for name, text in texts.items():
        head = text.split("---\n")[1]
        assert f"name: {name}\n" in head and "description: " in head and "allowed-tools: " in head
        assert "disable-model-invocation: true\n" in head
    again = Terminal(world, "setup", "--skills")
    assert again.end() == 0 and "6 up to date" in again.text and "[Y/n]" not in again.text
    world.ok("setup", "--check", "--skills")


def test_skills_go_where_each_agent_looks(world):
    have(world)
    elsewhere = world.root / "opencode"
    elsewhere.mkdir()
    world.ok("setup", "--yes", "--skills", env={"OPENCODE_CONFIG": str(elsewhere), "PI_CODING_AGENT_DIR": ""})
    for directory in (world.home / ".claude", elsewhere, world.home / ".pi/agent", world.home / ".omp/agent"):
        assert len(skill_texts(directory / "skills")) == 6, directory
    assert not (world.home / ".codex/skills").exists() and not (world.home / ".claude/settings.json").exists()


def test_skills_that_were_changed_are_replaced_only_after_a_yes(world):
    have(world, "claude")
    world.ok("setup", "--yes", "--skills")
    file = world.home / ".claude/skills/merge/SKILL.md"
    ours = file.read_text()
    mine = ours.replace("# Merge this branch", "# My way \x1b[31m")
    file.write_text(mine)
    assert ": 5 up to date, 1 skipped\n" in world.ok("setup", "--yes", "--skills").out
    terminal = Terminal(world, "setup", "--skills").answer("Install bundled skills? [Y/n] ", "y\n")
    terminal.answer("Overwrite merge/SKILL.md with bundled version? [y/N] ", "\n")
    assert terminal.end() == 0 and ": 5 up to date, 1 skipped\n" in terminal.text
    assert "\x1b[31m- # My way \x1b[0m\n\x1b[32m+ # Merge this branch\x1b[0m\n" in terminal.text
    assert file.read_text() == mine
    terminal = Terminal(world, "setup", "--skills", env={"NO_COLOR": "1"}).answer("[Y/n] ", "y\n")
    terminal.answer("[y/N] ", "yes\n")
    assert terminal.end() == 0 and ": 1 updated, 5 up to date\n" in terminal.text and "\x1b" not in terminal.text
    assert file.read_text() == ours and (file.parent / "SKILL.md.workmux-backup").read_text() == mine


def test_agt_a31_skills_that_were_changed_stay(world):
    have(world, "claude")
    world.ok("setup", "--yes")
    file = world.home / ".claude/skills/merge/SKILL.md"
    file.write_text("mine\n")
    assert "1 skill in" in world.ok("uninstall").out
    assert skill_texts(world.home / ".claude/skills") == {"merge": "mine\n"}


def test_skills_that_are_missing_count_where_they_are_asked_about(world):
    have(world, "claude")
    world.ok("setup", "--yes", "--hooks")
    done = world.ok("setup", "--check")
    assert "Skills for Claude Code" in done.out and "6 missing" in done.out
    assert "setup --yes" in world.fails("setup", "--check", "--skills").err


def test_what_stands_in_the_way_of_skills_is_told(world):
    have(world, "claude", "pi")
    (world.home / ".claude/skills").write_text("a file")
    done = world.fails("setup", "--yes", "--skills")
    assert "✗ Claude Code: " in done.out and "Some skill installations failed" in done.err
    assert len(skill_texts(world.home / ".pi/agent/skills")) == 6


def test_the_skills_name_only_what_there_is(world):
    """Every command and every flag of workmux in a skill exists."""
    have(world, "claude")
    world.ok("setup", "--yes", "--skills")
    used = {}
    for name, text in skill_texts(world.home / ".claude/skills").items():
        for command in re.findall(r"workmux ([a-z][a-z-]*)((?: [^`\n|)]*)?)", text):
            if f"`workmux {command[0]}" in text or f"&& workmux {command[0]}" in text:
                used.setdefault(command[0], set()).update(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", command[1]))
    assert {"add", "merge", "wait", "capture", "send", "status"} <= set(used)
    for command, flags in used.items():
        shown = world.ok(command, "--help").out
        for flag in flags:
            assert re.search(rf"(^|\s){flag}[ ,\n]", shown), (command, flag)


def test_agt_a31_what_a_sandbox_may_still_hold_stays(world):
    have(world, "claude")
    world.ok("setup", "--yes")
    facade = world.state / "sandbox/git/app-0123456789/feat"
    facade.mkdir(parents=True)
    done = world.fails("uninstall")
    assert "1 worktree still belongs to a sandbox" in done.err and "workmux remove" in done.err
    assert facade.exists() and not (world.home / ".claude/skills").exists()
    assert OURS not in (world.home / ".claude/settings.json").read_text()
    facade.rmdir()
    world.ok("uninstall")
    assert not world.state.exists()


def test_setup_belongs_to_the_host(world):
    have(world, "claude")
    for words in (("setup", "--yes"), ("uninstall",)):
        done = world.workmux(*words, env={"WM_SANDBOX_GUEST": "1"})
        assert done.code == 1 and "host" in done.err, done
    assert not (world.home / ".claude/settings.json").exists()


def check_kills(world, wanted):
    """Whenever setup is killed, each of the user's files is the old or the new one, and so is its backup."""
    files = {".claude/settings.json": USERS_FILE, ".codex/hooks.json": USERS_FILE, ".codex/config.toml": "# mine\nmodel = 'x'\n",
             ".gemini/settings.json": USERS_FILE, ".config/opencode/package.json": '{\n  "name": "mine"\n}\n'}
    have(world)

    def reset():
        for path, text in files.items():
            world.write(path, text, at=world.home)
            (world.home / (path + ".workmux-backup")).unlink(missing_ok=True)
        for path in (".pi/agent", ".omp/agent", ".config/opencode/plugins"):
            for file in (world.home / path).rglob("workmux-status.ts"):
                file.unlink()
        shutil.rmtree(world.home / ".claude/skills", ignore_errors=True)

    reset()
    world.env["PATH"] = f"{world.root}/bin:/usr/bin:/bin"
    made = steps(world, "setup", "--yes")
    whole = everything(world)
    for at in sample(made, wanted):
        reset()
        killed(world, at, "setup", "--yes")
        for path, text in everything(world).items():
            name = str(path)
            if name.endswith(".tmp"):
                (world.home / path).unlink()
            elif name.endswith(".workmux-backup"):
                assert text == files[name.removesuffix(".workmux-backup")], f"point {at}: {name}"
            else:
                assert text in (files.get(name), whole.get(path)), f"point {at}: {name}"
        world.ok("setup", "--yes")
        assert everything(world) == whole, f"point {at}"


def check_uninstall_kills(world, wanted):
    have(world)
    files = {path: USERS_FILE for path in (".claude/settings.json", ".gemini/settings.json")}
    world.env["PATH"] = f"{world.root}/bin:/usr/bin:/bin"

    def reset():
        for path, text in files.items():
            world.write(path, text, at=world.home)
        world.ok("setup", "--yes")

    reset()
    installed = everything(world)
    made = steps(world, "uninstall")
    for at in sample(made, wanted):
        reset()
        killed(world, at, "uninstall")
        for path, text in everything(world).items():
            if not str(path).endswith(".tmp"):
                assert text in (files.get(str(path)), installed.get(path)), f"point {at}: {path}"
        world.ok("uninstall")
        after = everything(world)
        assert not [path for path, text in after.items() if OURS in text and path.suffix != ".tmp"], f"point {at}"
        assert after[pathlib.Path(".claude/settings.json")] == USERS_FILE, f"point {at}"
        assert not world.state.exists()


def test_agt_a31_a_killed_uninstall_is_finished_by_the_next(world):
    check_uninstall_kills(world, 10)


@pytest.mark.full
def test_agt_a31_an_uninstall_killed_at_every_point(world):
    check_uninstall_kills(world, 10_000)


def test_agt_w11_a_kill_leaves_files_whole(world):
    check_kills(world, 12)


@pytest.mark.full
def test_agt_w11_a_kill_at_every_point_leaves_files_whole(world):
    check_kills(world, 10_000)
