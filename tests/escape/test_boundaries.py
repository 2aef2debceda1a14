"""What a guest sees and may call (E3, E4, E9, E14, E17 to E20, E29)."""
import json

from escape.arena import both_ways

CALLS = r'''
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
done = []
def attempt(name, result):
    if result != -1: done.append(name)
attempt("add_key", libc.syscall(248, b"user", b"x", b"y", 1, -3))
attempt("keyctl", libc.syscall(250, 0, -3, 0))
attempt("unshare", libc.unshare(0x10000000))
attempt("perf", libc.syscall(298, b"\0" * 128, 0, -1, -1, 0))
open("suid", "w").close()
attempt("suid", libc.chmod(b"suid", 0o4755))
attempt("mount", libc.mount(b"none", b"/tmp", b"tmpfs", 0, None))
master, slave = os.openpty()
attempt("TIOCSTI", libc.ioctl(slave, 0x5412, b"x"))
print("DONE", *done)
'''


@both_ways("seccomp")
def test_sbx_e13_e16_system_calls_that_widen_the_sandbox_are_refused(arena):
    arena.start()
    done = arena.inside(f"python3 - <<'P'\n{CALLS}\nP")
    assert done.code == 0 and "DONE" in done.out, done
    arena.judge(done.out.split("DONE")[1].split(), done)


def test_sbx_e3_a_forged_link_file_mounts_nothing(arena):
    arena.start()
    secret = arena.world.write(".ssh/a/b/x", "SECRET", at=arena.world.home).parent
    (arena.tree / ".git").write_text(f"gitdir: {secret}\n")
    done = arena.inside(f"cat {secret}/x; echo started")
    assert "SECRET" not in done.out and "started" not in done.out, done


@both_ways("link", "place")
def test_sbx_e3_a_link_file_that_names_another_repository_starts_no_sandbox(arena):
    arena.start()
    other = arena.world.root / "other"
    arena.world.git("init", "-q", str(other))
    arena.world.git("commit", "-q", "--allow-empty", "-m", "SECRET", at=other)
    (arena.tree / ".git").write_text(f"gitdir: {other}/.git\n")
    done = arena.inside("git log --format=%s -1")
    arena.judge("SECRET" in done.out, done)


def test_sbx_e4_e13_the_host_is_out_of_reach(arena):
    world = arena.world
    for name in (".ssh/id", ".aws/credentials", ".gnupg/key", ".git-credentials", ".netrc", ".local/share/keyrings/k", ".config/gh/hosts.yml"):
        world.write(name, "SECRET", at=world.home)
    world.write("secret", "SECRET", at=world.root / "elsewhere")
    world.env["SSH_AUTH_SOCK"] = str(world.root / "run/agent.sock")
    world.env["API_TOKEN"] = "SECRET"
    arena.start()
    world.ok("add", "other", "-b", "-C")
    world.write("of-a-sibling", "SECRET", at=world.worktree("other"))
    done = arena.inside(f"""cd /; cat {world.home}/.*/* {world.home}/.netrc {world.home}/.git-credentials {world.root}/elsewhere/* {world.worktree('other')}/* /proc/1/environ 2>/dev/null
        find / -name of-a-sibling -not -path '/proc/*' 2>/dev/null; tmux -S {world.socket} kill-server 2>/dev/null; test -e {world.socket} && echo SOCKET
        env | grep -E '^(TMUX|SSH_AUTH_SOCK|API_TOKEN|DBUS|XDG_RUNTIME_DIR={world.root})' && echo ENVIRONMENT
        ls -d /proc/[0-9]* | wc -l; echo x > {world.repo}/planted 2>/dev/null && echo PLANTED
        mkdir -p {world.repo}/.git/x 2>/dev/null; kill -9 -1 2>/dev/null; true""")
    for word in ("SECRET", "SOCKET", "ENVIRONMENT", "PLANTED", "of-a-sibling"):
        assert word not in done.out, done
    assert not (world.repo / "planted").exists() and not (world.repo / ".git/x").exists() and "wm-f" in world.windows()


def test_sbx_e9_settings_of_an_agent_stay_the_users_own(arena):
    world = arena.world
    world.script("claude", "#!/bin/sh\nexec sh\n", at=world.root / "agent")
    world.configure(agents={"claude": str(world.root / "agent/claude")}, agent="claude")
    settings = world.write(".claude/settings.json", '{"a": 1}\n', at=world.home)
    arena.start()
    done = arena.inside("""cd ~/.claude; echo '{"hooks": "evil"}' > settings.json; echo evil > CLAUDE.md; echo evil > settings.local.json
        mkdir -p commands skills/x hooks plugins; for d in commands skills/x hooks plugins; do echo evil > $d/evil; done
        ln -s /etc/passwd statusline; rm -f settings.json; ln -s ../.bashrc settings.json; true""")
    assert done.code == 0, done
    arena.inside("true")
    arena.host_round()
    assert settings.read_text() == '{"a": 1}\n' and not settings.is_symlink()
    found = [p for p in (world.home / ".claude").rglob("*") if p.is_file() and "evil" in p.read_text(errors="replace")]
    assert not found
    assert "PS1" in (world.home / ".bashrc").read_text()


def test_sbx_e19_programs_in_the_guests_tree_are_not_found(arena):
    world = arena.world
    world.configure(pre_remove=["true"], post_create=["true"], pre_merge=["true"])
    arena.start()
    names = ("git", "tmux", "bwrap", "sh", "bash", "workmux", "pasta", "slirp4netns", "docker", "env")
    arena.inside("mkdir bin; " + "; ".join(f"ln -s {arena.alarm(name)} bin/{name}" for name in names))
    for path in (f"{arena.tree}/bin", "bin", ".", ""):
        env = {"PATH": f"{path}:{world.env['PATH']}"}
        for words in (["list"], ["status"], ["open", "f", "-n"]):
            world.workmux(*words, at=arena.tree / "bin" if path in (".", "") else arena.tree, env=env)
        world.workmux("sandbox", "shell", "--", "true", at=arena.tree, env=env)
    for words in (["add", "new", "-b", "-C"], ["merge", "f", "--keep"], ["remove", "-f", "f"]):
        world.workmux(*words, env={"PATH": f"{arena.tree}/bin:{world.env['PATH']}"})
    assert not arena.fired()


def test_sbx_e17_texts_of_a_guest_are_shown_without_controls(arena):
    arena.start()
    done = arena.inside("""git commit -q --allow-empty -m "$(printf 'a\\033]0;evil\\007\\033[2Jb')"
        git branch "$(printf 'x\\342\\200\\256y')"; mkdir "$(printf 'd\\033]0;evil\\007')"; echo x > "$(printf 'd\\033]0;evil\\007/f')"
        cp $(git rev-parse --git-path refs/heads/f) "$(git rev-parse --git-common-dir)/refs/heads/$(printf 'q\\033[2J')"; git add -A""")
    assert done.code == 0, done
    for finished in arena.host_round():
        for text in (finished.out, finished.err):
            assert "\x1b]" not in text and "\x1b[2J" not in text and "\u202e" not in text and "\x07" not in text, finished


def test_sbx_e18_e20_nothing_secret_or_predictable_is_left(arena):
    arena.start()
    world = arena.world
    world.write(".token", "x", at=world.root)
    token = arena.inside("printf %s $WM_RPC_TOKEN").out
    assert len(token) == 64
    for path in [p for p in world.root.rglob("*") if p.is_file() and not p.is_symlink()]:
        assert token.encode() not in path.read_bytes(), path
    for path in world.state.rglob("*"):
        if path.is_file() and "/git/" not in str(path):
            assert path.stat().st_mode & 0o077 == 0, path


@both_ways("difference")
def test_sbx_e2_a_forged_admin_file_deletes_nothing_else(arena):
    """In a git directory that the guest may write, by the user's own choice."""
    world = arena.world
    world.configure(sandbox={**world.settings["sandbox"], "git": "shared"})
    arena.start()
    precious = world.root / "precious/f"
    precious.mkdir(parents=True)
    (precious / "work").write_text("mine\n")
    (precious / ".git").write_text(f"gitdir: {world.repo}/.git/worktrees/f\n")
    done = arena.inside(f"echo {precious}/.git > $(git rev-parse --git-dir)/gitdir")
    assert done.code == 0, done
    world.workmux("remove", "-f", "f")
    arena.settle(0.5)
    arena.judge(not (precious / "work").exists())
    if not arena.guards:
        assert json.loads(world.ok("list", "--json").out)
