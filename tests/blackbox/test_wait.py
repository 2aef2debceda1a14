"""wait with a scripted agent on a real tmux: no polling, the exit codes, and what ends it."""
import os
import time

import pytest

from support.agents import hook, open_agent, report
from support.processes import executed, ours


@pytest.fixture
def agent(world):
    open_agent(world)
    return world


def finish(process, code, timeout=20):
    out, err = process.communicate(timeout=timeout)
    assert process.returncode == code, f"exit {process.returncode}\n{out}\n{err}"
    assert out == ""
    return err


def waiting(world, *words, **options):
    """A running `wait` that sleeps."""
    process = world.start("wait", *words, **options)
    world.until(lambda: asleep(process.pid), "wait sleeps")
    return process


def asleep(pid):
    try:
        return any("poll" in open(f"/proc/{pid}/{name}").read() for name in ("wchan", "stack") if os.path.exists(f"/proc/{pid}/{name}")) \
            or open(f"/proc/{pid}/syscall").read().split()[0] in ("7", "271")
    except OSError:
        return False


def test_agt_a14_the_time_limit(agent):
    report(agent, "working", "wm-a")
    start = time.monotonic()
    done = agent.fails("wait", "a", "--timeout", "2")
    assert "Timeout waiting for: a" in done.err and done.out == "" and time.monotonic() - start >= 2


def test_agt_a15_what_is_reached_is_reached_at_once(agent):
    report(agent, "done", "wm-a")
    assert agent.ok("wait", "a", "--timeout", "5").err.startswith("a: done (")
    report(agent, "waiting", "wm-a")
    assert agent.ok("wait", "a", "--status", "waiting", "--timeout", "5").err.startswith("a: waiting (")


def test_agt_w18_the_state_comes_before_a_time_limit_of_nothing(agent):
    report(agent, "done", "wm-a")
    agent.ok("wait", "a", "--timeout", "0")
    report(agent, "working", "wm-a")
    agent.fails("wait", "a", "--timeout", "0")


def test_it_ends_when_the_status_comes(agent):
    report(agent, "working", "wm-a")
    process = waiting(agent, "a", "--timeout", "60")
    report(agent, "done", "wm-a")
    assert finish(process, 0).startswith("a: done (")


def test_agt_a16_a_killed_agent_is_exit_3(agent):
    hook(agent, "working", "wm-a")
    process = waiting(agent, "a", "--timeout", "60")
    agent.tmux("kill-window", "-t", agent.pane_of("wm-a"))
    assert "a: agent exited unexpectedly" in finish(process, 3)


def test_agt_a16_an_agent_that_ends_in_its_pane_is_exit_3(agent):
    hook(agent, "working", "wm-a")
    process = waiting(agent, "a", "--timeout", "60")
    agent.type("wm-a", "exit 1")
    assert "a: agent exited unexpectedly" in finish(process, 3)


def test_agt_a17_a_removed_worktree_counts_as_merged(agent):
    report(agent, "working", "wm-a")
    process = waiting(agent, "a", "--timeout", "60")
    agent.ok("remove", "-f", "a")
    assert finish(process, 0).startswith("a: merged (")


def test_agt_a18_cli_a35_other_words_are_refused(agent):
    for status in ("idle", "bad", ""):
        assert f"Invalid status '{status}'. Must be: working, waiting, done" in agent.fails("wait", "a", "--status", status).err


def test_cli_a35_a_worktree_without_agent_may_get_one(world):
    world.start_tmux()
    world.configure(panes=[{"focus": True}])
    world.ok("add", "x", "-b")
    assert world.fails("wait", "x", "--timeout", "1").err == "Timeout waiting for: x\n"
    assert "No agent found matching 'nope'" in world.fails("wait", "nope").err
    assert world.fails("wait", code=2)


def test_any_and_all(agent):
    open_agent(agent, "b")
    report(agent, "done", "wm-a")
    report(agent, "working", "wm-b")
    assert agent.ok("wait", "a", "b", "--any", "--timeout", "5").err.startswith("a: done (")
    done = agent.fails("wait", "a", "b", "--timeout", "1")
    assert "a: done (" in done.err and done.err.endswith("Timeout waiting for: b\n")
    process = waiting(agent, "a", "b", "--timeout", "60")
    report(agent, "done", "wm-b")
    assert "b: done (" in finish(process, 0)


def test_agt_w18_a_done_of_before_is_left_out_on_request(agent):
    report(agent, "done", "wm-a")
    agent.fails("wait", "a", "--change", "--timeout", "1")
    agent.fails("wait", "a", "--since", int(time.time()) + 100, "--timeout", "1")
    agent.ok("wait", "a", "--since", int(time.time()) - 100, "--timeout", "1")
    process = waiting(agent, "a", "--change", "--timeout", "60")
    report(agent, "working", "wm-a")
    time.sleep(1.1)
    report(agent, "done", "wm-a")
    assert finish(process, 0).startswith("a: done (")


def test_cli_w22_waiting_asks_nobody(agent):
    hook(agent, "working", "wm-a")
    done, executions = executed(agent, "wait", "a", "--timeout", "5")
    assert done.returncode == 1
    assert len(ours(executions)) <= 2, executions


def test_help_names_every_option(world):
    text = world.ok("wait", "--help").out
    for option in ("--status", "--timeout", "--any", "--since", "--change"):
        assert option in text
