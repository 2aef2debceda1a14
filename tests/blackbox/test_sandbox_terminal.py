"""A sandboxed pane behaves as a plain one: keys, size, full-screen programs, much output."""
import time

import pytest


@pytest.fixture
def shell(sandboxed):
    sandboxed.agent("PS1='ready> ' exec bash --norc -i")
    sandboxed.start_tmux(size=(120, 30))
    sandboxed.ok("add", "f", "-b")
    sandboxed.until(lambda: "ready>" in sandboxed.screen("wm-f"), "a prompt")
    return sandboxed


def test_size_and_resize(shell):
    shell.type("wm-f", "stty size")
    shell.until(lambda: "30 120" in shell.screen("wm-f") or "29 120" in shell.screen("wm-f"), "the size")
    shell.tmux("resize-window", "-t", shell.pane_of("wm-f"), "-x", "91", "-y", "23")
    shell.type("wm-f", "sleep 0.3; stty size")
    shell.until(lambda: "23 91" in shell.screen("wm-f"), "the new size")


def test_control_c_reaches_the_program(shell):
    shell.type("wm-f", "trap 'echo got-int' INT; sleep 100")
    time.sleep(0.5)
    shell.tmux("send-keys", "-t", shell.pane_of("wm-f"), "C-c")
    shell.until(lambda: "got-int" in shell.screen("wm-f"), "the signal")
    shell.type("wm-f", "echo still-$((1+1))")
    shell.until(lambda: "still-2" in shell.screen("wm-f"), "the shell lives")


def test_control_z_stops_and_fg_goes_on(shell):
    shell.type("wm-f", "sleep 2; echo slept")
    time.sleep(0.4)
    shell.tmux("send-keys", "-t", shell.pane_of("wm-f"), "C-z")
    shell.until(lambda: "Stopped" in shell.screen("wm-f"), "it stops")
    shell.type("wm-f", "fg; echo back")
    shell.until(lambda: "back" in shell.screen("wm-f").split("Stopped")[-1].replace("; echo back", ""), "it goes on")


def test_control_z_without_a_job_shell_does_not_freeze_the_pane(sandboxed):
    sandboxed.agent("while :; do date +%s%N > tick; sleep 0.1; done")
    sandboxed.start_tmux()
    sandboxed.ok("add", "f", "-b")
    tick = sandboxed.worktree("f") / "tick"
    sandboxed.until(tick.exists, "it runs")
    sandboxed.tmux("send-keys", "-t", sandboxed.pane_of("wm-f"), "C-z")
    time.sleep(0.5)
    before = tick.read_text()
    sandboxed.until(lambda: tick.read_text() not in ("", before), "it goes on")


def test_a_full_screen_program(shell):
    shell.write("text", "".join(f"line {i}\n" for i in range(200)), at=shell.worktree("f"))
    shell.type("wm-f", "less text")
    shell.until(lambda: "line 0" in shell.screen("wm-f"), "it shows")
    shell.tmux("send-keys", "-t", shell.pane_of("wm-f"), "G")
    shell.until(lambda: "line 199" in shell.screen("wm-f"), "it scrolls")
    shell.tmux("send-keys", "-t", shell.pane_of("wm-f"), "q")
    shell.type("wm-f", "echo out-$((40+2))")
    shell.until(lambda: "out-42" in shell.screen("wm-f"), "the shell is back")


def test_100_mb_of_output(shell):
    shell.type("wm-f", "head -c 100000000 /dev/zero | tr '\\0' x | fold -w 100; echo; echo end-$((6*7))")
    shell.until(lambda: "end-42" in shell.screen("wm-f"), "all of it", 120)


def test_keys_of_other_alphabets_and_pastes(shell):
    shell.type("wm-f", "printf %s 'ünï 日本 \\ $HOME' > typed")
    shell.until(lambda: (shell.worktree("f") / "typed").exists(), "it was typed")
    assert (shell.worktree("f") / "typed").read_text() == "ünï 日本 \\ $HOME"


def test_the_terminal_is_usable_after_the_guest_died(shell):
    shell.tmux("set-option", "-g", "remain-on-exit", "off")
    shell.type("wm-f", "printf '\\033[?1049h\\033[?25l\\033[?1000h'; exit 3")
    shell.until(lambda: "$" in shell.screen("wm-f").splitlines()[-1], "the host's shell")
    pane = shell.pane_of("wm-f")
    assert shell.tmux("display-message", "-p", "-t", pane, "#{alternate_on}#{mouse_any_flag}#{cursor_flag}") == "001"
    shell.type("wm-f", "echo code=$?")
    shell.until(lambda: "code=3" in shell.screen("wm-f"), "its exit code")


def test_exit_codes_and_pipes_without_a_terminal(sandboxed):
    sandboxed.start_tmux()
    sandboxed.ok("add", "f", "-b")
    assert sandboxed.inside("f", "exit 7").code == 7
    assert sandboxed.inside("f", "kill -9 $$").code in (1, 137)
    done = sandboxed.workmux("sandbox", "shell", "--", "cat; echo to-stderr >&2", at=sandboxed.worktree("f"), input="piped\n")
    assert done.out == "piped\n" and "to-stderr" in done.err
