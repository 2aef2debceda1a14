"""Completion: the engine, the helpers, and the scripts in real shells."""
import os
import shutil
import subprocess

import pytest

from support.processes import executed, ours

GIT_NAMES = ["one", "two"]


@pytest.fixture
def trees(world):
    """Worktrees one and two, branches free and spare, a remote branch, a layout and an agent."""
    for name in GIT_NAMES:
        world.git("worktree", "add", "-q", "-b", f"feat/{name}", str(world.worktree(name)))
    world.git("branch", "free")
    world.git("update-ref", "refs/remotes/origin/far", "HEAD")
    world.configure(layouts={"duo": {"panes": [{"command": "<agent>"}]}}, agents={"mine": "claude --model x"})
    return world


def offered(world, *words, **options):
    done = world.ok("_complete", "--", *words, **options)
    kind, *lines = done.out.splitlines()
    assert done.err == "" and kind in ("words", "files")
    return [line.split("\t")[0] for line in lines] if kind == "words" else "files"


def test_cli_w37_commands_and_their_subcommands(trees):
    assert {"add", "open", "remove", "help", "config"} <= set(offered(trees, ""))
    assert not [name for name in offered(trees, "") if name.startswith("_") or name == "set-base"]
    assert offered(trees, "comp") == ["completions"]
    assert "check" in offered(trees, "config", "") and "documentation" not in offered(trees, "config", "")
    assert "add" in offered(trees, "help", "") and "check" in offered(trees, "help", "config", "")
    assert offered(trees, "--v") == ["--version"]
    assert offered(trees, "nonsense", "") == []


def test_cli_w37_names_by_argument(trees):
    for command in ("open", "close", "merge", "remove", "rm", "path"):
        assert offered(trees, command, "") == GIT_NAMES
    assert offered(trees, "open", "o") == ["one"]
    assert offered(trees, "open", "one", "") == ["two"]
    assert set(offered(trees, "status", "")) == {"app", *GIT_NAMES}
    assert offered(trees, "add", "") == ["free", "origin/far"]
    assert offered(trees, "completions", "") == ["bash", "zsh", "fish", "elvish", "powershell"]


def test_cli_w37_values_of_flags(trees):
    assert offered(trees, "add", "x", "-l", "") == ["duo"] and offered(trees, "add", "--layout=d") == ["--layout=duo"]
    agents = offered(trees, "add", "x", "-a", "")
    assert agents[0] == "mine" and "claude" in agents
    assert offered(trees, "add", "x", "--mode", "") == ["window", "session"]
    assert offered(trees, "add", "x", "--mode=s") == ["--mode=session"]
    assert set(offered(trees, "add", "x", "--base", "")) == {"main", "free", "feat/one", "feat/two", "origin/far"}
    assert set(offered(trees, "merge", "--into", "f")) == {"free", "feat/one", "feat/two"}
    assert offered(trees, "add", "x", "--config", "") == "files"
    assert offered(trees, "add", "x", "-bP", "") == "files"
    # -b of add is a flag of its own, not --base (CLI-W37).
    assert offered(trees, "add", "-b", "") == ["free", "origin/far"]


def test_flags_that_make_no_sense_any_more_are_not_offered(trees):
    names = offered(trees, "add", "x", "--session", "--")
    assert "--mode" not in names and "--session" not in names and "--base" in names and "--help" in names
    assert offered(trees, "open", "--", "o") == ["one"]


def test_hostile_names_are_not_offered(trees):
    for name in ("a\x1b[2Jb", "x\ty", "-rf"):
        trees.git("worktree", "add", "-q", "--detach", str(trees.root / "app__worktrees" / name))
    assert offered(trees, "open", "") == GIT_NAMES


def test_cli_a37_helpers_are_silent_outside_a_repository(trees):
    for helper in ("handles", "agent-targets", "git-branches", "branches"):
        done = trees.ok(f"_complete-{helper}", at=trees.root)
        assert done.out == "" and done.err == ""
    assert trees.ok("_complete-handles").out == "one\ntwo\n"
    assert trees.ok("_complete-agent-targets").out == "app\none\ntwo\n"
    assert trees.ok("_complete-git-branches").out == "free\norigin/far\n"
    assert trees.ok("_complete-branches").out == "feat/one\nfeat/two\n"


def test_agents_of_other_projects_are_offered_with_their_parent(trees):
    other = trees.root / "other__worktrees/far"
    (other / "sub").mkdir(parents=True)
    (other / ".git").write_text("gitdir: /nowhere\n")
    agents = trees.state / "agents"
    agents.mkdir(parents=True)
    (agents / "tmux__x__%251.json").write_text(
        '{"pane_key":{"backend":"tmux","instance":"x","pane_id":"%1"},"workdir":"' + str(other / "sub") + '","status":"done",'
        '"status_ts":1,"pane_title":null,"pane_pid":1,"command":"claude","updated_ts":1}')
    assert trees.ok("_complete-agent-targets").out.splitlines() == ["app", "far", "one", "other__worktrees:far", "two"]


def test_completion_works_with_a_broken_configuration(trees):
    trees.config({"mode": "foo"})
    assert offered(trees, "open", "") == GIT_NAMES and offered(trees, "add", "-l", "") == []


@pytest.mark.parametrize("words", [["open", ""], ["status", ""], ["add", ""], ["add", "-l", ""], ["add", "--base", ""]])
def test_cli_w28_names_start_no_process(trees, words):
    done, executions = executed(trees, "_complete", "--", *words)
    assert done.returncode == 0 and ours(executions) == []
    for helper in ("handles", "agent-targets", "git-branches", "branches"):
        assert ours(executed(trees, f"_complete-{helper}")[1]) == []


def shell(world, program, script):
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed")
    world.script("workmux", f'#!/bin/sh\nexec "{world.program}" "$@"\n')
    done = subprocess.run([program, *(["--norc"] if program == "bash" else ["-f"] if program == "zsh" else ["--no-config"]), "-c", script],
                          cwd=world.repo, env={**world.env, "WORKMUX": str(world.program)}, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


BASH = """
set -u
eval "$(workmux completions bash)"
COMP_WORDS=({words}); COMP_CWORD={index}; COMP_LINE=x; COMP_POINT=1
_workmux
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.mark.parametrize("words, expected", [
    ("workmux open ''", ["one", "two"]),
    ("workmux open t", ["two"]),
    ("workmux add x --mode = s", ["session"]),
    ("workmux add x --mode =", ["window", "session"]),
    ("workmux add x -l ''", ["duo"]),
    ("workmux status app__worktrees : o", ["one"]),
])
def test_cli_a38_bash(trees, words, expected):
    if ":" in words:
        agents = trees.state / "agents"
        agents.mkdir(parents=True)
        (agents / "tmux__x__%251.json").write_text(
            '{"pane_key":{"backend":"tmux","instance":"x","pane_id":"%1"},"workdir":"' + str(trees.worktree("one")) + '","status":"done",'
            '"status_ts":1,"pane_title":null,"pane_pid":1,"command":"claude","updated_ts":1}')
    count = len(words.split()) - 1
    assert shell(trees, "bash", BASH.format(words=words, index=count)) == expected


def test_a_name_is_never_run_by_the_bash_script(trees):
    trees.git("worktree", "add", "-q", "--detach", str(trees.root / "app__worktrees/$(touch gone)"))
    lines = shell(trees, "bash", BASH.format(words="workmux open '$'", index=2))
    assert lines == ["\\$\\(touch\\ gone\\)"] and not (trees.repo / "gone").exists()


def test_the_bash_script_ends_as_promised(trees):
    script = trees.ok("completions", "bash").out
    assert script.rstrip().splitlines()[-1] == "complete -F _workmux -o bashdefault -o default workmux"


def test_cli_a38_the_zsh_script_has_one_function(trees):
    script = trees.ok("completions", "zsh").out
    assert script.splitlines()[0] == "#compdef workmux" and script.count("_workmux()") == 1


ZSH = """
autoload -U compinit; compinit -u -D
{load}
zmodload zsh/zpty
zpty z 'PS1="> " zsh -f -i'
zpty -w z 'cd {repo}; autoload -U compinit; compinit -u -D; {load}; zstyle ":completion:*" list-separator "--"; echo REA''DY'
while zpty -r z line; do [[ $line == *READY* ]] && break; done
zpty -w -n z 'workmux {typed}'$'\\t'
sleep {wait}
zpty -w -n z $'\\n'
zpty -w z 'exit'
while zpty -r z line; do print -r -- "$line"; done
"""


@pytest.mark.parametrize("way", ["eval", "fpath"])
def test_zsh_completes_by_eval_and_from_fpath(trees, way):
    """The only name that begins with "tw" is put in whole; then the command runs and prints its path."""
    folder = trees.root / "functions"
    folder.mkdir()
    (folder / "_workmux").write_text(trees.ok("completions", "zsh").out)
    load = 'eval "$(workmux completions zsh)"' if way == "eval" else f"fpath=({folder} $fpath); compinit -u -D"
    lines = shell(trees, "zsh", ZSH.format(load=load, repo=trees.repo, typed="path tw", wait=2))
    assert any(str(trees.worktree("two")) in line for line in lines), lines


def test_fish_completes(trees):
    lines = shell(trees, "fish", "workmux completions fish | source; complete -C 'workmux open '")
    assert lines == GIT_NAMES
    assert shell(trees, "fish", "workmux completions fish | source; complete -C 'workmux add x --mode=s'") == ["--mode=session"]
    assert "add\tCreate a worktree with its own window" in shell(trees, "fish", "workmux completions fish | source; complete -C 'workmux a'")


def test_every_shell_has_a_script(trees):
    for name in ("bash", "zsh", "fish", "elvish", "powershell"):
        assert "_complete" in trees.ok("completions", name).out
    assert "[possible values: bash, zsh" in trees.fails("completions", "csh", code=2).err
    assert os.path.basename(str(trees.program)).startswith("workmux")
