"""Exit codes, streams and usage errors of the command line."""
import subprocess


def test_cli_a1_version_works_without_any_directory(world):
    done = world.ok("--version", env={"XDG_STATE_HOME": "/proc/none"}, at="/")
    assert done.out.startswith("workmux ") and done.err == ""
    assert world.ok("-V").out == done.out


def test_cli_a2_no_command_prints_help_on_stderr(world):
    done = world.fails(code=2)
    assert done.out == "" and "Usage: workmux <COMMAND>" in done.err


def test_cli_a3_a_slip_is_answered_with_the_nearest_command(world):
    done = world.fails("merg", code=2)
    assert "unrecognized subcommand 'merg'" in done.err
    assert "a similar subcommand exists: 'merge'" in done.err
    assert "tip:" not in world.fails("_complete-handle", code=2).err


def test_cli_a4_a_missing_argument_is_named(world):
    done = world.fails("add", code=2)
    assert "required arguments were not provided" in done.err and "<BRANCH_NAME>" in done.err


def test_help_shows_only_what_exists(world):
    top = world.ok("--help").out
    assert "add" in top and "_guest-request" not in top and "set-window-status" not in top
    for command in ("add", "open", "close", "merge", "remove", "list", "path", "status", "sandbox"):
        assert f"Usage: workmux {command}" in world.ok(command, "--help").out
    assert "--squash" in world.ok("help", "merge").out


def test_cli_a12_w19_a_closed_pipe_is_a_normal_end(world):
    world.start_tmux()
    for _ in range(20):
        done = subprocess.run(["bash", "-o", "pipefail", "-c", f"{world.program} list --json | true"], cwd=world.repo,
                              env=world.env, capture_output=True, text=True)
        assert done.returncode in (0, 141) and done.stderr == ""


def test_cli_w29_a_state_directory_that_cannot_be_made_stops_nothing(world):
    assert world.ok("path", env={"XDG_STATE_HOME": "/proc/none"}).out == f"{world.repo}\n"


def test_cli_w30_the_log_is_private_and_holds_no_prompt(world):
    world.start_tmux()
    world.workmux("add", "x", "-b", "-p", "a very secret prompt", "--prompt-file-only")
    log = world.state / "workmux.log"
    assert log.stat().st_mode & 0o777 == 0o600
    assert "secret" not in log.read_text()
