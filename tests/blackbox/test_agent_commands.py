"""status --git, last-done, last-agent, reap-agents and resurrect on a real tmux."""
import json
import time

import pytest

from support.agents import hook, open_agent, report
from support.processes import executed, ours


@pytest.fixture
def agent(world):
    open_agent(world)
    return world


def states(world):
    return sorted((world.state / "agents").glob("*.json"))


def age(world, window, hours, **changes):
    """Makes the state of a window's agent look old."""
    pane = world.pane_of(window)
    for file in states(world):
        state = json.loads(file.read_text())
        if state["pane_key"]["pane_id"] == pane:
            state["updated_ts"] -= hours * 3600
            state.update(changes)
            file.write_text(json.dumps(state))
            return file
    raise AssertionError("no state")


def test_agt_a9_status_tells_what_git_sees(agent):
    report(agent, "done", "wm-a")
    a = agent.worktree("a")
    row = json.loads(agent.ok("status", "--json", "--git").out)[0]
    assert row["git"] == {"has_staged": False, "has_unstaged": False, "has_unmerged_commits": False}
    assert "clean" in agent.ok("status", "--git").out
    agent.write("new", "x", at=a)
    agent.git("add", "new", at=a)
    agent.write("README", "changed\n", at=a)
    row = json.loads(agent.ok("status", "--json", "--git").out)[0]
    assert row["git"]["has_staged"] and row["git"]["has_unstaged"] and not row["git"]["has_unmerged_commits"]
    agent.git("commit", "-qam", "work", at=a)
    row = json.loads(agent.ok("status", "a", "--json", "--git", at="/").out)[0]
    assert row["git"] == {"has_staged": False, "has_unstaged": False, "has_unmerged_commits": True}
    assert agent.ok("status", "--git").out.splitlines()[0].split() == ["WORKTREE", "STATUS", "ELAPSED", "GIT", "TITLE"]
    assert "unmerged" in agent.ok("status", "--git").out


def test_agt_a8_without_git_nothing_is_asked(agent):
    report(agent, "done", "wm-a")
    assert list(json.loads(agent.ok("status", "--json").out)[0]) == ["worktree", "branch", "status", "elapsed_secs", "title", "pane_id"]
    done, executions = executed(agent, "status")
    assert done.returncode == 0 and len(ours(executions)) == 1, executions
    done, executions = executed(agent, "status", "--git")
    assert done.returncode == 0 and len(ours(executions)) <= 3, executions


def active(world):
    return world.tmux("display-message", "-p", "-t", "s", "#{window_name}")


def test_agt_a26_last_done_goes_round(agent):
    assert agent.ok("last-done").out == "No completed or waiting agents found\n"
    open_agent(agent, "b")
    report(agent, "done", "wm-a")
    time.sleep(1.1)
    report(agent, "done", "wm-b")
    shown = []
    for _ in range(3):
        here = agent.tmux("display-message", "-p", "-t", "s", "#{pane_id}")
        assert agent.ok("last-done", env={"TMUX_PANE": here}).out == ""
        shown.append(active(agent))
    assert shown == ["wm-b", "wm-a", "wm-b"]


def test_last_agent_goes_back(agent):
    assert agent.ok("last-agent").out == "No previous agent to switch to\n"
    open_agent(agent, "b")
    report(agent, "done", "wm-a")
    time.sleep(1.1)
    report(agent, "done", "wm-b")
    for expected in ("wm-b", "wm-a"):
        here = agent.tmux("display-message", "-p", "-t", "s", "#{pane_id}")
        agent.ok("last-done", env={"TMUX_PANE": here})
        assert active(agent) == expected
    for expected in ("wm-b", "wm-a"):
        here = agent.tmux("display-message", "-p", "-t", "s", "#{pane_id}")
        assert agent.ok("last-agent", env={"TMUX_PANE": here}).out == ""
        assert active(agent) == expected
    agent.tmux("kill-window", "-t", agent.pane_of("wm-b"))
    assert agent.ok("last-agent").out == "Last agent pane no longer exists\n"


def test_agt_a35_idle_agents_are_ended_on_request(agent):
    hook(agent, "done", "wm-a")
    assert agent.ok("reap-agents").out == "No agents older than 24h\n"
    file = age(agent, "wm-a", 25)
    pane = agent.pane_of("wm-a")
    out = agent.ok("reap-agents").out
    assert out.startswith(f"Would exit {pane} in a (1d, done, ") and out.endswith("Run with -f/--force to exit these agents.\n")
    assert json.loads(agent.ok("status", "--json").out)
    out = agent.ok("reap-agents", "-f").out
    assert out.startswith(f"Exited {pane} in a (")
    assert agent.pane_of("wm-a") == pane and not file.exists()
    assert json.loads(agent.ok("status", "--json").out) == []
    agent.fails("reap-agents", "--hours", "0", code=2)


def test_agt_w22_a_busy_agent_is_left_alone(agent):
    hook(agent, "working", "wm-a")
    age(agent, "wm-a", 30)
    agent.type("wm-a", "echo busy")
    assert agent.ok("reap-agents").out == "No agents older than 24h\n"
    assert agent.ok("reap-agents", "--include-working").out.startswith("Would exit")


STUBBORN = """#!/bin/bash
trap '' INT TERM
touch "{ready}-${{PWD##*/}}"
while true; do read -r line || sleep 0.1; eval "$line"; line=; done
"""


def test_an_agent_that_does_not_end_is_an_error(world):
    open_agent(world, "a", STUBBORN)
    hook(world, "done", "wm-a")
    file = age(world, "wm-a", 25)
    done = world.fails("reap-agents", "-f")
    assert "agent did not exit after C-c and C-d" in done.err and "failed to exit 1 agent(s)" in done.err
    assert file.exists()


RESUMING = """#!/bin/bash
echo "$@" >> "{ready}-arguments"
touch "{ready}-${{PWD##*/}}"
while read -r line; do eval "$line"; done
"""


def test_agt_a36_resurrect_opens_what_had_agents(world):
    open_agent(world, "a", RESUMING)
    world.configure(agent="claude")
    hook(world, "working", "wm-a")
    old = states(world)
    assert len(old) == 1
    assert world.ok("resurrect").out.splitlines()[0] == "  a" + " " * 19 + " -> skipping (already open)"
    world.tmux("kill-server")
    world.until(lambda: not world.socket.exists() or world.tmux("list-sessions", check=False) == "", "the server ends")
    (world.root / "ready-a").unlink()
    world.start_tmux()
    # New panes have the numbers of old ones: the first windows are others.
    world.tmux("new-window", "-d")
    done = world.ok("resurrect", "--dry-run")
    assert done.out.endswith("Dry run: would restore 1 worktree(s)\n") and "wm-a" not in world.windows()
    done = world.ok("resurrect")
    assert "-> restoring" in done.out and done.out.endswith("✓ Restored 1 worktree(s): a\n")
    world.until((world.root / "ready-a").exists, "the agent runs again")
    assert "wm-a" in world.windows()
    assert (world.root / "ready-arguments").read_text().splitlines()[-1] == "--continue"
    assert not [file for file in old if file.exists() and json.loads(file.read_text()).get("status") == "working"]
    assert "Nothing to restore." in world.ok("resurrect").out


def test_resurrect_with_nothing_to_do(world):
    world.start_tmux()
    assert world.ok("resurrect").out == "No agent state files found. Nothing to restore.\n"


@pytest.mark.parametrize("command", ["reap-agents", "resurrect", "status"])
def test_help_names_every_option(world, command):
    text = world.ok(command, "--help").out
    for option in {"reap-agents": ["--hours", "--force", "--include-working"], "resurrect": ["--dry-run"], "status": ["--git", "--json"]}[command]:
        assert option in text
