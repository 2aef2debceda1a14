"""`config`, `init`: where the configuration is, what is in it, what is wrong with it."""
import json
import pathlib

import pytest

from support.world import REPOSITORY


@pytest.fixture
def bare(world):
    """No global file."""
    (world.home / ".config/workmux/config.yaml").unlink()
    return world


def only_comments(text):
    return all(line.startswith("#") or not line for line in text.splitlines())


def test_cli_a29_config_path_prefers_yaml_and_ignores_a_relative_xdg_directory(bare):
    folder = bare.home / ".config/workmux"
    (folder / "config.yml").write_text("")
    assert bare.ok("config", "path").out == f"{folder}/config.yml\n"
    (folder / "config.yaml").write_text("")
    assert bare.ok("config", "path").out == f"{folder}/config.yaml\n"
    assert bare.ok("config", "path", env={"XDG_CONFIG_HOME": "relative"}).out == f"{folder}/config.yaml\n"


def test_workmux_config_names_the_global_file(world):
    world.write("mine.yaml", "agent: mine\n", at=world.root)
    named = {"WORKMUX_CONFIG": str(world.root / "mine.yaml")}
    assert world.ok("config", "path", env=named).out == f"{world.root}/mine.yaml\n"
    assert json.loads(world.ok("config", "show", "--json", env=named).out)["agent"] == "mine"


def test_cli_a30_config_edit_creates_a_commented_file(bare):
    file = bare.home / ".config/workmux/config.yaml"
    done = bare.ok("config", "edit", env={"EDITOR": "true"})
    assert done.out == f"Created {file}\n" and only_comments(file.read_text())
    assert bare.ok("config", "edit", env={"EDITOR": "true"}).out == ""
    done = bare.fails("config", "edit", env={"EDITOR": "false"})
    assert "Editor 'false' exited with non-zero status" in done.err
    assert "Failed to open editor 'no-such-editor'" in bare.fails("config", "edit", env={"EDITOR": "no-such-editor"}).err


def test_visual_comes_before_editor_and_is_split_into_words(world):
    world.script("note", '#!/bin/sh\nprintf "%s\\n" "$@" > "$HOME/args"\n')
    world.ok("config", "edit", env={"VISUAL": "note -w 'a b'", "EDITOR": "false"})
    assert (world.home / "args").read_text() == f"-w\na b\n{world.home}/.config/workmux/config.yaml\n"


def test_cli_a31_init_writes_the_reference_once(world):
    done = world.ok("init")
    assert done.out.startswith("✓ Created .workmux.yaml\n\nThis file provides project-specific overrides.\n")
    assert f"For global settings, edit {world.home}/.config/workmux/config.yaml\n" in done.out
    text = (world.repo / ".workmux.yaml").read_text()
    assert only_comments(text) and world.ok("config", "reference").out == text
    assert ".workmux.yaml already exists. Remove it first if you want to regenerate it." in world.fails("init").err
    assert world.ok("config", "check").out.count("✓") == 2


def test_init_follows_no_link_and_hides_no_other_file(world):
    target = world.root / "elsewhere"
    (world.repo / ".workmux.yaml").symlink_to(target)
    assert "already exists" in world.fails("init").err and not target.exists()
    (world.repo / ".workmux.yaml").unlink()
    world.write(".workmux.yml", "mode: window\n")
    assert ".workmux.yml already exists" in world.fails("init").err


def test_cli_w36_init_global(bare):
    file = bare.home / ".config/workmux/config.yaml"
    assert bare.ok("init", "--global").out == f"✓ Created {file}\n"
    assert file.read_text() == bare.ok("config", "reference").out
    assert "already exists" in bare.fails("init", "--global").err


def test_cli_w35_config_check_names_every_problem_with_its_place(world):
    world.write(".workmux.yaml", "mode: foo\nlayout: x\nsandbox: {env: {A: b}}\n")
    done = world.fails("config", "check")
    assert f"✓ {world.home}/.config/workmux/config.yaml\n" in done.out
    file = f"{world.repo}/.workmux.yaml"
    assert f"{file}:1:7: mode: unknown variant `foo`, expected `window` or `session`\n" in done.out
    assert f"{file}:2:1: layout: " in done.out and "layouts" in done.out
    assert "sandbox.env: ignored in a project file; move it to your global config" in done.out
    world.write(".workmux.yaml", "mode: [window\n")
    assert f"Failed to parse config at {file}" in world.fails("config", "check").out
    world.write(".workmux.yaml", "mode: window\n")
    world.ok("config", "check")


def test_config_check_reports_keys_with_two_actions(world):
    world.configure(dashboard={"actions": [{"key": "x", "label": "One", "run": "true"}, {"key": "x", "label": "Two", "run": "true"}],
                               "keys": {"agents": {"x": "remove"}}})
    out = world.fails("config", "check").out
    assert "dashboard.actions: the key 'x' is used for 'One' and for 'Two'" in out
    assert "dashboard.keys.agents.x: the key is used for 'remove' here and for 'One' in dashboard.actions" in out


def test_config_check_without_files_and_outside_a_repository(bare):
    assert bare.ok("config", "check", at=bare.root).out == "No configuration files\n"


def test_cli_w35_config_show_tells_where_a_value_comes_from(world):
    world.config({"agent": "codex"})
    world.write(".workmux.yaml", "nerdfont: false\nmode: session\n")
    out = world.ok("config", "show", "--origin").out
    assert f'mode: "session"  # {world.repo}/.workmux.yaml:2\n' in out
    assert f'agent: "codex"  # {world.home}/.config/workmux/config.yaml:2\n' in out
    assert 'worktree_naming: "full"  # default\n' in out
    assert "base_branch: unset  # default\n" in out
    assert 'mode: "session"\n' in world.ok("config", "show").out
    shown = json.loads(world.ok("config", "show", "--json").out)
    assert shown["mode"] == "session" and shown["base_branch"] is None
    with_origin = json.loads(world.ok("config", "show", "--json", "--origin").out)
    assert with_origin["mode"] == {"value": "session", "file": f"{world.repo}/.workmux.yaml", "line": 2}
    assert with_origin["worktree_naming"]["file"] is None


def test_config_commands_work_with_a_broken_file(world):
    world.config({"mode": "foo"})
    for words in (["path"], ["reference"], ["schema"]):
        world.ok("config", *words)
    world.ok("config", "edit", env={"EDITOR": "true"})
    assert "mode:" in world.fails("config", "show").err


def test_the_schema_knows_every_key(world):
    schema = json.loads(world.ok("config", "schema").out)
    assert schema["properties"]["mode"]["enum"] == ["window", "session"]
    for key in json.loads(world.ok("config", "show", "--json").out):
        group = schema
        for part in key.split("."):
            group = group.get("anyOf", [group])[-1]
            group = group["properties"][part]


def test_config_alone_prints_its_help_on_stderr(world):
    done = world.fails("config", code=2)
    assert done.out == "" and "Usage: workmux config <COMMAND>" in done.err and "documentation" not in done.err


@pytest.mark.parametrize("command, file", [("documentation", "docs/configuration.md"), ("schema", "docs/config.schema.json")])
def test_the_files_in_docs_are_what_the_program_prints(world, command, file):
    assert (REPOSITORY / pathlib.Path(file)).read_text() == world.ok("config", command).out, \
        f"run: build/dev/bin/workmux config {command} > {file}"
