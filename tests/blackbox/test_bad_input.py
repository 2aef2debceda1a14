"""Bad input gives one clear error and changes nothing (CLI 1.1)."""
import json


def snapshot(world):
    return (sorted(world.branches()), (world.repo / ".git/config").read_text(),
            sorted(p.name for p in world.root.glob("app__worktrees/*")))


def test_not_in_a_repository(world):
    world.start_tmux()
    for words in (["add", "x"], ["list"], ["merge", "x"], ["remove", "x"], ["open", "x"], ["close", "x"], ["path", "x"]):
        done = world.fails(*words, at="/")
        assert "git repository" in done.err.lower() or "not in a git" in done.err.lower(), words
        assert done.out == ""


def test_cli_a6_mux_a3_no_tmux_server(world):
    before = snapshot(world)
    done = world.fails("add", "f")
    assert done.err.startswith("Error: tmux is not running.")
    assert done.err.strip().endswith("Please start a tmux session first.")
    assert snapshot(world) == before


def test_an_unknown_backend(world):
    world.start_tmux()
    world.configure(sandbox={"enabled": True, "backend": "chroot"})
    done = world.fails("add", "f", "-b")
    assert "sandbox.backend" in done.err and "bubblewrap" in done.err and "line" in done.err
    assert "f" not in world.branches()


def test_a_missing_engine_is_named_before_anything_is_made(world):
    world.start_tmux()
    world.configure(sandbox={"enabled": True, "backend": "lima"}, panes=[{"command": "<agent>"}])
    before = snapshot(world)
    done = world.fails("add", "f", "-b")
    assert "lima" in done.err.lower() and snapshot(world) == before


def test_cli_a28_broken_yaml_names_file_line_and_column(world):
    world.start_tmux()
    world.write(".workmux.yaml", "mode: foo\n")
    done = world.fails("list")
    assert f"Failed to parse config at {world.repo}/.workmux.yaml: mode:" in done.err and "line 1 column" in done.err
    world.ok("path", "main")
    world.ok("set-window-status", "working")
    world.write(".workmux.yaml", "panes: [\n")
    assert f"{world.repo}/.workmux.yaml" in world.fails("add", "x").err
    assert "x" not in world.branches()


def test_paths_with_every_odd_character(world):
    for name in ("with blank", "quo'te", 'dou"ble', "br[ack]et", "new\nline", "dollar$HOME", "semi;colon", "ünï"):
        repo = world.root / name
        world.git("init", "-q", str(repo), at=world.root)
        world.git("commit", "-qm", "x", "--allow-empty", at=repo)
        if not world.server:
            world.start_tmux()
        world.configure(panes=[{"command": "pwd > here"}])
        done = world.workmux("add", "f", "-b", "--json", at=repo)
        if done.code != 0:
            # refused as a whole: one error, nothing left
            assert done.err.startswith("Error: ") and "\n" in name, f"{name!r}: {done!r}"
            assert world.git("branch", "--list", "f", at=repo) == ""
            continue
        path = json.loads(done.out)["path"]
        world.until(lambda p=path: __import__("pathlib").Path(p, "here").exists(), f"the pane works in {path!r}")
        world.ok("rm", "-f", "f", at=repo)


def test_wezterm_and_others_are_named(world):
    for backend in ("wezterm", "kitty", "zellij"):
        done = world.fails("add", "f", env={"WORKMUX_BACKEND": backend})
        assert backend in done.err.lower() and "tmux" in done.err
    assert "f" not in world.branches()


def test_mux_a1_a_bad_backend_variable_is_named_and_tmux_used(world):
    world.start_tmux()
    done = world.ok("list", env={"WORKMUX_BACKEND": "screen"})
    assert "WORKMUX_BACKEND" in done.err


def test_an_empty_repository_says_so(world):
    world.start_tmux()
    repo = world.root / "empty"
    world.git("init", "-q", str(repo), at=world.root)
    done = world.fails("add", "f", "-b", at=repo)
    assert "commit" in done.err
    assert not (world.root / "empty__worktrees").exists() or not list((world.root / "empty__worktrees").iterdir())
