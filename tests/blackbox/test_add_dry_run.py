"""workmux add --dry-run."""


def test_wt_w54_a_dry_run_changes_nothing(world):
    world.configure(panes=[{"focus": True}], post_create=["touch ran"], files={"copy": [".env"]})
    world.write(".env", "x")
    world.start_tmux()
    before = world.git("show-ref"), (world.repo / ".git/config").read_text(), world.windows()
    done = world.ok("add", "f", "-b", "--dry-run")
    tip = world.git("rev-parse", "--short=12", "main")
    assert done.out == (f"Would create worktree 'f' ({world.worktree('f')})\n  create branch 'f' from 'main' ({tip})\n"
                        "  copy .env\n  run touch ran\n  open tmux window 'wm-f'\n")
    assert (world.git("show-ref"), (world.repo / ".git/config").read_text(), world.windows()) == before
    assert not world.worktree("f").exists()
    world.ok("add", "f", "-b")
    assert "already exists" in world.fails("add", "f", "--dry-run").err
