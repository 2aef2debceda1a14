"""What an honest agent does with git in a sandbox works, and comes home."""
import time

import pytest


@pytest.fixture
def live(sandboxed):
    """A sandboxed window `f` in which a shell waits for lines."""
    sandboxed.agent('while read -r line; do eval "$line"; echo "rc=$? :$line"; done')
    sandboxed.start_tmux()
    sandboxed.ok("add", "f", "-b")
    run(sandboxed, "true")
    return sandboxed


def run(world, line, window="wm-f", timeout=30):
    """Types a line into the agent's pane and returns the screen once it was executed."""
    world.counter = getattr(world, "counter", 0) + 1
    mark = f"mark{world.counter}"
    world.type(window, f"{line}; true {mark}")
    world.until(lambda: f":{line}; true {mark}" in world.screen(window).replace("\n", "") or
                f"true {mark}" in world.screen(window) and ":" + line[:20] in world.screen(window), f"ran {line}", timeout)
    return world.screen(window)


def test_sbx_a30_git_commands_inside_exit_0_and_come_home(sandboxed):
    sandboxed.start_tmux()
    bare = sandboxed.root / "remote.git"
    sandboxed.git("init", "-q", "--bare", str(bare))
    sandboxed.git("remote", "add", "origin", str(bare))
    sandboxed.configure(sandbox={**sandboxed.settings["sandbox"], "extra_mounts": [{"host_path": str(bare), "writable": True}]})
    sandboxed.ok("add", "f", "-b")
    done = sandboxed.inside("f", """set -e
        echo one > one; git add one; git commit -qm one
        git switch -qc side; echo two > two; git add two; git commit -qm two; git switch -q f
        git branch x; git branch -d x
        echo dirty >> one; git stash -q; git stash pop -q; git checkout -q one
        git rebase -q side; git tag v1; git merge -q side
        git push -qu origin f; git fetch -q origin
        git config --local user.nickname tester; git config --local user.nickname
        git status --short; git log --oneline""")
    assert done.code == 0 and "error" not in done.err.lower() and "fatal" not in done.err.lower(), done
    assert "two" in sandboxed.git("log", "--oneline", "f") and sandboxed.git("rev-parse", "v1") == sandboxed.git("rev-parse", "f")
    assert sandboxed.git("rev-parse", "side") == sandboxed.git("rev-parse", "f")
    assert sandboxed.git("status", "--porcelain", at=sandboxed.worktree("f")) == ""
    assert sandboxed.git("rev-parse", "f", at=bare) == sandboxed.git("rev-parse", "f")
    assert sandboxed.git("config", "user.nickname", check=False) == ""
    assert sandboxed.git_code("fsck", "--strict") == 0


def test_sbx_a30_configuration_and_hooks_of_the_host_cannot_be_written(sandboxed):
    sandboxed.start_tmux()
    sandboxed.ok("add", "f", "-b")
    before = (sandboxed.repo / ".git/config").read_text()
    done = sandboxed.inside("f", "echo '[core] fsmonitor = false' >> $(git rev-parse --git-common-dir)/config; "
                                 "touch $(git rev-parse --git-common-dir)/hooks/pre-commit; echo hooks=$?")
    assert "hooks=1" in done.out
    assert (sandboxed.repo / ".git/config").read_text() == before
    assert not (sandboxed.repo / ".git/hooks/pre-commit").exists()


@pytest.mark.full
def test_a_commit_is_home_within_100_ms(live):
    delays = []
    ref = live.repo / ".git/refs/heads/f"
    for i in range(20):
        before = ref.read_text()
        live.type("wm-f", f"echo {i} > n; git add n; git commit -qm n{i}; date +%s%N > .git-done{i}")
        stamp = live.worktree("f") / f".git-done{i}"
        live.until(lambda s=stamp: s.exists() and s.read_text().strip(), "it commits")
        live.until(lambda b=before: ref.read_text() != b, "it comes home")
        delays.append((time.time_ns() - int(stamp.read_text())) / 1e6)
    delays.sort()
    assert delays[len(delays) // 2] < 100, delays


def test_a_live_commit_comes_home_and_the_worktree_is_clean(live):
    run(live, "echo hi > new; git add new; git commit -qm new")
    live.until(lambda: "new" in live.git("log", "--format=%s", "f"), "it comes home")
    live.until(lambda: live.git("status", "--porcelain", at=live.worktree("f")) == "", "the index follows")


def test_a_switch_inside_is_seen_outside(live):
    run(live, "git switch -qc other; echo x > x; git add x; git commit -qm x")
    live.until(lambda: live.git("branch", "--show-current", at=live.worktree("f")) == "other", "HEAD follows")
    live.until(lambda: live.git("status", "--porcelain", at=live.worktree("f")) == "", "the index follows")


def test_what_moves_on_the_host_is_seen_inside(live):
    live.git("commit", "-q", "--allow-empty", "-m", "on the host")
    tip = live.git("rev-parse", "main")
    live.until(lambda: tip[:10] in run(live, "git rev-parse main"), "main follows inside")


def test_many_quick_commits_all_come_home(live):
    run(live, "i=0; while [ $i -lt 40 ]; do git commit -q --allow-empty -m c$i; i=$((i+1)); done", timeout=60)
    live.until(lambda: live.git("log", "--format=%s", "-1", "f") == "c39", "the last commit is home")
    assert live.git("rev-list", "--count", "f") == "41"


def test_the_main_worktree_and_home_cannot_be_written(sandboxed):
    sandboxed.start_tmux()
    (sandboxed.home / ".ssh").mkdir()
    (sandboxed.home / ".ssh/id").write_text("SECRET")
    for name in (".aws", ".gnupg"):
        (sandboxed.home / name).mkdir()
    sandboxed.ok("add", "f", "-b")
    done = sandboxed.inside("f", f"""echo x > {sandboxed.repo}/README; echo main=$?
        cat {sandboxed.repo}/README
        for d in .ssh .aws .gnupg; do test -e ~/$d && echo there $d; test -e {sandboxed.home}/$d && echo there $d; done
        echo x > ~/.bashrc; echo x > {sandboxed.home}/.profile
        touch /usr/x /etc/x; ls /root /home 2>/dev/null; true""")
    assert "main=" in done.out and "main=0" not in done.out and "hello" in done.out and "there" not in done.out
    assert (sandboxed.repo / "README").read_text() == "hello\n"
    assert "PS1" in (sandboxed.home / ".bashrc").read_text() and "PS1" in (sandboxed.home / ".profile").read_text()


def test_the_link_file_cannot_be_replaced(sandboxed):
    sandboxed.start_tmux()
    sandboxed.ok("add", "f", "-b")
    before = (sandboxed.worktree("f") / ".git").read_text()
    sandboxed.inside("f", "rm -f .git; echo 'gitdir: /etc' > .git; mv .git x")
    assert (sandboxed.worktree("f") / ".git").read_text() == before


def test_rebase_of_a_sandboxed_worktree_happens_beside_it(sandboxed):
    sandboxed.start_tmux()
    sandboxed.ok("add", "f", "-b")
    sandboxed.inside("f", "echo f > f; git add f; git commit -qm f")
    sandboxed.git("commit", "-q", "--allow-empty", "-m", "main moves")
    sandboxed.ok("merge", "f", "--rebase")
    assert (sandboxed.repo / "f").exists() and sandboxed.git("log", "--merges", "--oneline") == ""


def test_sbx_e28_a_rebase_conflict_leaves_nothing_in_the_guests_tree(sandboxed):
    sandboxed.start_tmux()
    sandboxed.ok("add", "f", "-b")
    sandboxed.inside("f", "echo f > README; git commit -qam f")
    sandboxed.write("README", "main\n")
    sandboxed.git("commit", "-qam", "main")
    done = sandboxed.fails("merge", "f", "--rebase")
    assert "inside the sandbox" in done.err
    assert "rebase" not in sandboxed.git("status", at=sandboxed.worktree("f"))
    assert sandboxed.git("status", "--porcelain") == ""


def test_staged_changes_of_a_guest_are_committed_by_merge(sandboxed):
    sandboxed.start_tmux()
    sandboxed.ok("add", "f", "-b")
    done = sandboxed.inside("f", "echo s > staged; git add staged")
    assert done.code == 0, done
    sandboxed.ok("merge", "f")
    assert (sandboxed.repo / "staged").read_text() == "s\n"
