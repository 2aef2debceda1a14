"""add --auto-name: the branch is named after the prompt (CLI 8.7)."""
import pytest


@pytest.fixture
def app(world):
    world.configure(panes=[{"command": "<agent>", "focus": True}], agent="sh", auto_name={"command": "namer --fast"})
    world.script("namer", f"#!/bin/sh\ncat > {world.root}/asked; echo \"$@\" > {world.root}/words; cat {world.root}/answer\n")
    (world.root / "answer").write_text("\x1b[32m`My Branch`\x1b[0m\nmore text\n")
    return world.start_tmux()


def test_cli_a39_the_users_own_command_names_the_branch(app):
    done = app.ok("add", "-A", "-b", "-p", "do the thing")
    assert "  Branch: my-branch\n" in done.out and app.worktree("my-branch").exists()
    asked = (app.root / "asked").read_text()
    assert asked.endswith("\n\nUser Input:\ndo the thing") and (app.root / "words").read_text() == "--fast\n"


def test_cli_a39_a_projects_command_is_not_run(app):
    app.script("evil", f"#!/bin/sh\ntouch {app.root}/evil-ran; echo evil\n")
    app.write(".workmux.yaml", "auto_name: {command: evil, model: fast, system_prompt: Be brief}\n")
    done = app.workmux("add", "-A", "-b", "-p", "x")
    assert not (app.root / "evil-ran").exists() and "evil" not in app.branches(), done
    if done.code == 0:
        assert (app.root / "asked").read_text().startswith("Be brief\n\n")


def test_cli_w5_a_name_beside_it_is_ignored_with_a_warning(app):
    done = app.ok("add", "given", "-A", "-b", "-p", "x")
    assert "'given' is ignored" in done.err and app.branches() == ["main", "my-branch"]


def test_without_a_prompt_the_editor_opens(app):
    app.script("editor", "#!/bin/sh\necho 'from the editor' > \"$1\"\n")
    app.ok("add", "-A", "-b", env={"EDITOR": "editor", "VISUAL": ""})
    assert (app.root / "asked").read_text().endswith("User Input:\nfrom the editor")
    done = app.workmux("add", "-A", "-b", input="a\nb\n")
    assert done.code == 1 and "Cannot use interactive prompt editor when piping input from stdin." in done.err


def test_every_row_gets_a_name_from_its_own_prompt(app):
    app.script("namer", f"#!/bin/sh\ntail -n 1 | tee -a {app.root}/prompts\n")
    done = app.ok("add", "-A", "-b", "--foreach", "os:mac,win", "-p", "port to {{ os }}")
    assert "  Branch: port-to-mac\n" in done.out and "  Branch: port-to-win\n" in done.out
    assert app.branches() == ["main", "port-to-mac", "port-to-win"]
    app.script("namer", "#!/bin/sh\necho same\n")
    app.ok("add", "-A", "-b", "-n", "2", "-p", "x")
    assert {"same", "same-2"} < set(app.branches())


def test_background_by_configuration(app):
    app.configure(auto_name={"command": "namer", "background": True})
    app.ok("add", "-A", "-p", "x")
    assert "wm-my-branch" in app.windows()
    assert app.tmux("display-message", "-p", "#{window_name}") != "wm-my-branch"


@pytest.mark.parametrize("script, told", [
    ("exit 3", "Custom command 'namer' failed (exit code 3):"),
    ("echo why >&2; exit 3", "why"),
    ("echo said; exit 3", "said"),
    ("echo '!!!'", "LLM returned empty branch name"),
    ("true", "LLM returned empty branch name"),
])
def test_failures_are_told_and_nothing_is_made(app, script, told):
    app.script("namer", f"#!/bin/sh\n{script}\n")
    done = app.workmux("add", "-A", "-b", "-p", "x")
    assert done.code == 1 and told in done.err and app.branches() == ["main"]


def test_a_command_that_cannot_be_run(app):
    app.configure(auto_name={"command": "namer 'open"})
    assert "mismatched quotes in 'namer 'open'" in app.fails("add", "-A", "-b", "-p", "x").err
    app.configure(auto_name={"command": "not-there"})
    assert "Could not find 'not-there' on PATH" in app.fails("add", "-A", "-b", "-p", "x").err
    app.configure(auto_name={"command": "llm", "model": "tiny"})
    env = {"PATH": f"{app.root}/bin:/usr/bin:/bin"}
    assert "Failed to run 'llm' command. Is it installed? (pipx install llm)" in app.fails("add", "-A", "-b", "-p", "x", env=env).err
    app.script("llm", f"#!/bin/sh\necho \"$@\" > {app.root}/words; echo by llm\n")
    assert "  Branch: by-llm\n" in app.ok("add", "-A", "-b", "-p", "x").out and (app.root / "words").read_text() == "-m tiny\n"
    app.script("llm", "#!/bin/sh\necho no key >&2; exit 1\n")
    assert "llm command failed: no key" in app.fails("add", "-A", "-b", "-p", "x").err


def test_the_agents_own_command_when_none_is_configured(app):
    app.configure(auto_name={}, agent="claude")
    app.script("claude", f"#!/bin/sh\n[ \"$3\" = -p ] && {{ echo \"$@\" > {app.root}/words; echo from claude; exit 0; }}\nexec cat\n")
    assert "  Branch: from-claude\n" in app.ok("add", "-A", "-b", "-p", "x").out
    assert (app.root / "words").read_text() == "--model haiku -p\n"


def test_pull_requests_have_names_already(app):
    assert app.workmux("add", "-A", "--pr", "7").code == 2
