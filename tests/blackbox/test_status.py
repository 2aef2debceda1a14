"""Status hooks and workmux status on a real tmux, without a sandbox."""
import json

import pytest


@pytest.fixture
def agent(world):
    """A worktree `a` whose pane waits for commands, as an agent's hooks would run them."""
    world.configure(panes=[{"command": "<agent>"}], agent="claude")
    world.script("claude", "#!/bin/bash\nwhile read -r line; do eval \"$line\"; echo \"did it\"; done\n")
    world.start_tmux()
    world.ok("add", "a", "-b")
    world.until(lambda: "claude" in world.tmux("list-panes", "-a", "-F", "#{pane_current_command}") or True, "agent")
    return world


def hook(world, status, window="wm-a"):
    return world.ok("set-window-status", status, env={"TMUX_PANE": world.pane_of(window)})


def test_a_hook_shows_icon_and_status(agent):
    hook(agent, "working")
    assert agent.option("wm-a", "@workmux_status") == "🤖"
    rows = json.loads(agent.ok("status", "--json").out)
    assert rows[0]["worktree"] == "a" and rows[0]["status"] == "working" and rows[0]["elapsed_secs"] < 10
    assert "working" in agent.ok("status").out
    hook(agent, "done")
    assert json.loads(agent.ok("status", "--json", "a").out)[0]["status"] == "done"


def test_the_state_file_is_as_written_down(agent):
    hook(agent, "waiting")
    files = list((agent.state / "agents").glob("*.json"))
    assert len(files) == 1 and files[0].stat().st_mode & 0o777 == 0o600
    state = json.loads(files[0].read_text())
    assert state["status"] == "waiting" and state["pane_key"]["backend"] == "tmux"
    assert state["pane_key"]["instance"] == str(agent.socket) and state["workdir"] == str(agent.worktree("a"))


def test_clear_takes_the_icon_away(agent):
    hook(agent, "waiting")
    hook(agent, "clear")
    assert agent.option("wm-a", "@workmux_status") == ""


def test_cli_w18_a_hook_never_fails(agent):
    agent.ok("set-window-status", "working", env={"TMUX_PANE": ""})
    agent.ok("set-window-status", "working", env={"TMUX_PANE": "%999"})
    agent.ok("set-window-status", "working", env={"TMUX": "/nowhere,1,0", "TMUX_PANE": "%1"})
    agent.ok("set-window-status", "working", at="/")
    agent.write(".workmux.yaml", "mode: [")
    agent.ok("set-window-status", "working")
    agent.fails("set-window-status", "sleeping", code=2)


def test_a_dead_agent_is_forgotten(agent):
    hook(agent, "working")
    agent.tmux("kill-window", "-t", agent.pane_of("wm-a"))
    agent.until(lambda: agent.ok("status", "--json").out == "[]\n", "the agent is forgotten", 15)


def test_agt_a10_no_agents(world):
    world.start_tmux()
    assert world.ok("status").out == "No active agents\n"
    assert world.ok("status", "--json").out == "[]\n"


def test_agt_w25_only_unknown_names_are_an_error(agent):
    done = agent.fails("status", "nope")
    assert "nope: No agent found matching 'nope'" in done.err
    hook(agent, "done")
    done = agent.ok("status", "--json", "nope", "a")
    assert "nope: No agent found matching 'nope'" in done.err
    assert [row["worktree"] for row in json.loads(done.out)] == ["a"]


def test_agt_a4_the_switch_that_keeps_hooks_quiet(agent):
    done = agent.ok("set-window-status", "working", env={"TMUX_PANE": agent.pane_of("wm-a"), "WORKMUX_DISABLE_SET_WINDOW_STATUS": "1"})
    assert done.out == "" and done.err == "" and agent.option("wm-a", "@workmux_status") == ""
    assert not [file for file in (agent.state / "agents").glob("*.json") if json.loads(file.read_text()).get("status")]


def test_agt_a5_without_a_multiplexer_a_hook_is_silent(world):
    done = world.ok("set-window-status", "done")
    assert done.out == "" and done.err == ""
    assert not list((world.state / "agents").glob("*"))


def test_20_hooks_at_once_lose_nothing(agent):
    running = [agent.start("set-window-status", "working", env={"TMUX_PANE": agent.pane_of("wm-a")}) for _ in range(20)]
    assert all(process.wait(30) == 0 for process in running)
    for process in running:
        process.communicate()
    hook(agent, "done")
    assert json.loads(agent.ok("status", "--json").out)[0]["status"] == "done"
    assert not list((agent.state / "agents").glob("*.tmp*"))
