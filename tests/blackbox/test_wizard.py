"""What the first commands at a terminal ask: the font, hooks, skills (CLI 1.6, AGT 4.5)."""
import json
import os
import signal
import subprocess

import pytest

from support.setup import OURS, Terminal, have

FONT = "[y] Yes  [n] No: "
HOOKS = "Install status tracking hooks? [Y/n] "
SKILLS = "Install bundled skills? [Y/n] "


@pytest.fixture
def first(world):
    """A world in which nobody was asked yet."""
    del world.env["WORKMUX_TEST"]
    world.env.pop("CI", None)
    return world


def declined(world):
    file = world.state / "setup.json"
    return json.loads(file.read_text()) if file.exists() else {}


def asks_nothing(world, *words, env=None):
    terminal = Terminal(world, *words, env=env)
    assert terminal.end() == 0, terminal.text
    assert "[Y/n]" not in terminal.text and "Nerdfont" not in terminal.text, terminal.text


def test_agt_4_5_hooks_and_skills_are_offered_once(first):
    have(first, "claude", "gemini")
    terminal = Terminal(first, "list").answer(HOOKS, "y\n").answer(SKILLS, "\n")
    assert terminal.end() == 0 and "(here)" in terminal.text, terminal.text
    for path in (".claude/settings.json", ".gemini/settings.json"):
        assert OURS in (first.home / path).read_text()
    assert (first.home / ".claude/skills/merge/SKILL.md").exists()
    asks_nothing(first, "list")


def test_agt_4_5_a_no_is_remembered_for_these_agents(first):
    have(first, "claude")
    terminal = Terminal(first, "list").answer(HOOKS, "n\n")
    assert terminal.end() == 0 and "skills?" not in terminal.text
    assert declined(first)["declined"] == ["claude"]
    asks_nothing(first, "list")
    have(first, "codex")
    terminal = Terminal(first, "init").answer(HOOKS, "n\n")
    assert terminal.end() == 0 and "Codex" in terminal.text and "Claude" not in terminal.text
    assert declined(first)["declined"] == ["claude", "codex"]
    assert not (first.home / ".claude/settings.json").exists() and not (first.home / ".codex/hooks.json").exists()


def test_agt_4_5_skills_are_declined_by_themselves(first):
    have(first, "claude")
    assert Terminal(first, "list").answer(HOOKS, "y\n").answer(SKILLS, "n\n").end() == 0
    assert declined(first) == {"declined": [], "declined_skills": ["claude"]}
    assert not (first.home / ".claude/skills").exists()
    asks_nothing(first, "list")


def test_agt_4_5_an_end_of_input_is_no_answer_and_stops_no_command(first):
    have(first, "claude")
    assert Terminal(first, "list").answer(HOOKS, "\x04").end() == 0
    assert declined(first) == {} and not (first.home / ".claude/settings.json").exists()


def test_agt_4_5_only_where_a_person_can_answer(first):
    have(first, "claude")
    for name in ("CI", "WORKMUX_TEST"):
        asks_nothing(first, "list", env={name: ""})
    asks_nothing(first, "list", "--json")
    for words in (["path"], ["status"], ["config", "path"]):
        asks_nothing(first, *words)
    assert "[Y/n]" not in first.ok("list").out
    # The answer would come from the terminal, but nobody sees the question.
    with open(first.root / "out", "w") as out:
        controller, terminal = os.openpty()
        done = subprocess.run([str(first.program), "list"], cwd=first.repo, env=first.env, stdin=terminal, stdout=out, stderr=out,
                              start_new_session=True, timeout=60)
        os.close(terminal)
        os.close(controller)
    assert done.returncode == 0 and "[Y/n]" not in (first.root / "out").read_text()


def test_agt_4_5_a_command_in_the_background_does_not_stop(first):
    have(first, "claude")
    shell = Terminal(first, program=["bash", "-m", "-c", f"{first.program} list & wait %1; echo code $?"], controls=True)
    shell.read_until("code 0")
    assert shell.end() == 0 and "[Y/n]" not in shell.text


def test_agt_4_5_failures_stop_no_command(first):
    have(first, "claude")
    (first.home / ".claude/settings.json").mkdir()
    asks_nothing(first, "list")
    (first.home / ".claude/settings.json").rmdir()
    (first.home / ".claude/settings.json").symlink_to("/proc/none/x")
    terminal = Terminal(first, "list").answer(HOOKS, "y\n").answer(SKILLS, "n\n")
    assert terminal.end() == 0 and "✗ Claude Code: " in terminal.text


def test_agt_4_5_a_broken_configuration_is_told_by_the_command_alone(first):
    have(first, "claude")
    first.write(".workmux.yaml", "panes: [\n")
    terminal = Terminal(first, "list")
    terminal.end()
    assert "[Y/n]" not in terminal.text


def test_agt_w14_copilot_is_not_asked_about_in_each_worktree(first):
    have(first, "copilot")
    first.git("worktree", "add", "-q", str(first.root / "linked"))
    terminal = Terminal(first, "list", at=first.root / "linked")
    assert terminal.end() == 0 and "[Y/n]" not in terminal.text
    assert Terminal(first, "list").answer(HOOKS, "n\n").end() == 0


def test_agt_4_5_a_guest_is_never_asked(first):
    have(first, "claude")
    terminal = Terminal(first, "list", env={"WM_SANDBOX_GUEST": "1"})
    terminal.end()
    assert "[Y/n]" not in terminal.text and "Nerdfont" not in terminal.text


@pytest.mark.parametrize("answer, value", [("y", "true"), ("YES", "true"), ("n", "false"), ("No", "false")])
def test_cli_1_6_the_font_is_asked_about_once(first, answer, value):
    file = first.home / ".config/workmux/config.yaml"
    file.write_text("# mine\nauto_name:\n  # nerdfont: no\n  model: x # y\n")
    terminal = Terminal(first, "list").answer(FONT, "\n").answer("Please enter y or n\n" + FONT, answer + "\n")
    assert terminal.end() == 0 and "Nerdfont Setup" in terminal.text and "\ue725" in terminal.text
    assert file.read_text() == f"# mine\nauto_name:\n  # nerdfont: no\n  model: x # y\nnerdfont: {value}\n"
    asks_nothing(first, "list")


def test_cli_1_6_an_icon_of_such_a_font_answers_the_question(first):
    (first.home / ".config/workmux/config.yaml").write_text('window_prefix: "\\uF418 "\n')
    asks_nothing(first, "list")


def test_cli_1_6_what_cannot_be_written_is_told(first):
    file = first.home / ".config/workmux/config.yaml"
    file.write_text("{agent: claude}\n")
    terminal = Terminal(first, "list").answer(FONT, "y\n")
    assert terminal.end() == 0, terminal.text
    assert f"Add this line by hand to {file}:\n  nerdfont: true" in terminal.text
    assert file.read_text() == "{agent: claude}\n"


def test_cli_1_6_an_interrupt_ends_it_and_leaves_everything(first):
    have(first, "claude")
    terminal = Terminal(first, "list").read_until(HOOKS)
    terminal.child.send_signal(signal.SIGINT)
    assert terminal.end() == -signal.SIGINT
    assert declined(first) == {} and not (first.home / ".claude/settings.json").exists()
