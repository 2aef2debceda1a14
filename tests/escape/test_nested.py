"""Repositories inside the worktree, and state that the user's own commands would run (E28, E29)."""
from escape.arena import both_ways

NESTED = """set -e
    git init -q nested; cd nested; echo '* filter=evil' > .gitattributes; echo x > x; git add .; git commit -qm inner
    git config core.fsmonitor {0}; git config filter.evil.clean {0}; git config filter.evil.smudge {0}; touch x; cd ..
"""


@both_ways("gitlink")
def test_sbx_e29_a_nested_repository_behind_a_gitlink_runs_nothing(arena):
    arena.start()
    done = arena.inside("git commit -q --allow-empty -m honest\n" + NESTED.format(arena.alarm()) + "git add nested 2>/dev/null; git commit -qm evil")
    assert done.code == 0, done
    for words in (["list"], ["list", "--json"], ["status"]):
        arena.world.workmux(*words)
    for words in (["status"], ["diff"]):
        arena.git(*words, at=arena.tree)
    arena.judge(arena.fired())
    if not arena.guards:
        arena.host_round(end="remove")
        assert not arena.fired()


@both_ways("staged")
def test_sbx_e29_a_staged_gitlink_does_not_reach_main(arena):
    arena.start()
    done = arena.inside(NESTED.format(arena.alarm()) + "git add nested 2>/dev/null")
    assert done.code == 0, done
    arena.world.workmux("merge", "f", "--keep")
    arena.judge("160000" in arena.world.git("ls-tree", "main"))


@both_ways("place")
def test_sbx_e29_commands_typed_inside_a_nested_repository_run_nothing(arena):
    arena.start()
    done = arena.inside(NESTED.format(arena.alarm()))
    assert done.code == 0, done
    for words in (["list"], ["status"], ["list", "--json"]):
        arena.world.workmux(*words, at=arena.tree / "nested")
    arena.judge(arena.fired())


@both_ways("tracking")
def test_sbx_e28_a_push_goes_to_no_repository_of_the_guest(arena):
    arena.start()
    done = arena.inside(f"""git commit -q --allow-empty -m honest; git init -q --bare r.git; ln -s {arena.alarm()} r.git/hooks/pre-receive
        git config branch.f.remote $PWD/r.git; git config branch.f.merge refs/heads/f""")
    assert done.code == 0, done
    arena.world.workmux("list")
    arena.git("push", at=arena.tree)
    arena.git("pull", "--no-edit", at=arena.tree)
    arena.judge(arena.fired())


def test_sbx_e28_a_rebase_that_the_guest_began_is_not_continued(arena):
    arena.start()
    alarm = arena.alarm()
    done = arena.inside(f"git commit -q --allow-empty -m one; git -c rebase.rescheduleFailedExec=true rebase -x 'sh -e {alarm}' HEAD~1; git status | head -3")
    assert "rebase" in done.out, done
    arena.world.workmux("list")
    for words in (["status"], ["rebase", "--continue"], ["rebase", "--abort"], ["am", "--continue"], ["cherry-pick", "--continue"], ["bisect", "run", "true"]):
        arena.git(*words, at=arena.tree)
    assert not arena.fired()
    arena.host_round()
    assert not arena.fired()


def test_sbx_e28_index_bits_hide_no_work_from_removal(arena):
    arena.start()
    done = arena.inside("git update-index --assume-unchanged README; git update-index --skip-worktree README; echo work > README; git status --short")
    assert done.code == 0 and "README" not in done.out, done
    arena.world.fails("remove", "f")
    assert (arena.tree / "README").read_text() == "work\n"
    assert "README" in arena.world.git("status", "--short", at=arena.tree)


@both_ways("place")
def test_sbx_e29_a_link_file_whose_bind_vanished_leads_nowhere(arena):
    """A rename on the host takes a file bind away; from then on the guest could put a repository of its own there."""
    arena.start()
    done = arena.inside("echo honest > honest; git add honest; git commit -qm honest\n" + NESTED.format(arena.alarm()))
    assert done.code == 0, done
    link, kept = arena.tree / ".git", arena.tree / ".git-kept"
    link.rename(kept)
    (arena.tree / "nested/.git").rename(link)
    (arena.tree / "nested/.gitattributes").rename(arena.tree / ".gitattributes")
    (arena.tree / "nested/x").rename(arena.tree / "x")
    for at in (arena.tree, arena.world.repo):
        for words in (["list"], ["list", "--json"], ["status"], ["open", "f", "-n"], ["merge", "f", "--keep"], ["remove", "f"]):
            arena.world.workmux(*words, at=at)
    arena.judge(arena.fired())
    assert (arena.tree / "x").exists()
