"""make demo's script: a whole story, nothing left behind, also when it is interrupted."""
import os
import pathlib
import signal
import subprocess
import time

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]


def start(world):
    env = {**os.environ, "WORKMUX_BINARY": str(world.program), "TMPDIR": str(world.root)}
    # A shell that was started in the background hands SIGINT on as ignored; the demo is run in the foreground.
    return subprocess.Popen([str(REPOSITORY / "demo/run")], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler) and None, start_new_session=True)


def left_over():
    return set(pathlib.Path("/tmp").glob("workmux-demo.*"))


def test_the_demo_ends_well_and_leaves_nothing(world):
    before = left_over()
    process = start(world)
    out, _ = process.communicate(timeout=180)
    assert process.returncode == 0, out
    assert "THE DECOY KEY" not in out and "Summary:" in out and "working" in out and "waiting" in out
    assert left_over() <= before


def test_an_interrupted_demo_leaves_nothing(world):
    before = left_over()
    process = start(world)
    deadline = time.monotonic() + 60
    new = set()
    while not any((root / "app__worktrees/numbers").exists() for root in new) and time.monotonic() < deadline:
        new = left_over() - before
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 130, out
    assert left_over() <= before
