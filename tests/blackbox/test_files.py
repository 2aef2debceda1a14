"""files.copy, files.symlink and workmux sync-files."""
import os

import pytest


@pytest.fixture
def plain(world):
    world.write(".gitignore", ".env\nnode_modules\nCLAUDE.local.md\n.workmux.yaml\n")
    world.git("add", ".gitignore")
    world.git("commit", "-qm", "ignore")
    return world.start_tmux()


def use(world, **files):
    world.configure(panes=[{"focus": True}], files=files)


def backups(world, handle, name):
    return sorted((world.worktree(handle) / ".workmux/backup").glob(f"*/{name}"))


def test_wt_a19_w2_a_link_that_becomes_a_copy_spares_the_original(plain):
    plain.write(".env", "SECRET=1\n")
    use(plain, symlink=[".env"])
    plain.ok("add", "k", "-b")
    assert os.readlink(plain.worktree("k") / ".env") == "../../app/.env"
    use(plain, copy=[".env"])
    done = plain.ok("sync-files", at=plain.worktree("k"))
    assert done.out == "✓ Synced files to 'k'\n"
    copy = plain.worktree("k") / ".env"
    assert copy.is_file() and not copy.is_symlink() and copy.read_text() == "SECRET=1\n"
    assert (plain.repo / ".env").read_text() == "SECRET=1\n"


@pytest.mark.parametrize("pattern", ["../x", "a/../../x", "/etc/passwd"])
@pytest.mark.parametrize("kind", ["copy", "symlink"])
def test_wt_a20_a_pattern_that_leaves_the_repository_is_refused(plain, kind, pattern):
    (plain.root / "x").write_text("x")
    use(plain, **{kind: [pattern]})
    done = plain.fails("add", "l", "-b")
    assert f"Path traversal detected for {kind} pattern '{pattern}'" in done.err
    assert not plain.worktree("l").exists() and "l" not in plain.branches()


def test_wt_a20_w44_sbx_e10_a_tracked_link_is_not_written_through(plain):
    out = plain.root / "out"
    out.write_text("precious\n")
    plain.git("checkout", "-q", "-b", "evil")
    os.symlink(out, plain.repo / "c")
    plain.git("add", "c")
    plain.git("commit", "-qm", "evil")
    plain.git("checkout", "-q", "main")
    plain.write("c", "mine\n")
    use(plain, copy=["c"])
    plain.ok("add", "evil", "-b")
    assert out.read_text() == "precious\n"
    assert (plain.worktree("evil") / "c").read_text() == "mine\n"


def test_wt_w44_a_tracked_link_among_the_directories_is_refused(plain):
    out = plain.root / "out"
    out.mkdir()
    plain.git("checkout", "-q", "-b", "evil")
    os.symlink(out, plain.repo / "conf")
    plain.git("add", "conf")
    plain.git("commit", "-qm", "evil")
    plain.git("checkout", "-q", "main")
    plain.write("conf/a", "mine\n")
    for kind in ("copy", "symlink"):
        use(plain, **{kind: ["conf/*"]})
        done = plain.fails("add", "evil", "-b")
        assert "Failed to perform file operations" in done.err and "link" in done.err
        assert list(out.iterdir()) == []
        plain.ok("rm", "-f", "-k", "evil")


def test_wt_w45_directories_that_are_links_out_of_the_repository_are_refused(plain):
    (plain.root / "out").mkdir()
    (plain.root / "out/secret").write_text("x")
    os.symlink(plain.root / "out", plain.repo / "link")
    use(plain, copy=["link/secret"])
    assert "Path traversal" in plain.fails("add", "l", "-b").err


def test_wt_w45_the_users_own_link_may_lead_outside(plain):
    plain.write("env", "SECRET\n", at=plain.root)
    os.symlink(plain.root / "env", plain.repo / ".env")
    use(plain, copy=[".env"])
    plain.ok("add", "l", "-b")
    copy = plain.worktree("l") / ".env"
    assert not copy.is_symlink() and copy.read_text() == "SECRET\n"


def test_sbx_e10_a_link_that_the_repository_tracks_is_not_followed_out_of_it(plain):
    plain.write("key", "SECRET\n", at=plain.root)
    os.symlink(plain.root / "key", plain.repo / "notes")
    plain.git("add", "notes")
    plain.git("commit", "-qm", "notes")
    use(plain, copy=["notes"])
    assert "Path traversal" in plain.fails("add", "l", "-b").err
    assert not plain.worktree("l").exists()


def test_wt_w55_cli_w38_a_root_with_pattern_characters(plain):
    odd = plain.root / "v[1]*"
    plain.git("clone", "-q", str(plain.repo), str(odd), at=plain.root)
    (odd / ".env").write_text("x")
    (odd / ".workmux.yaml").write_text("files: {copy: ['.e*']}\npanes: [{focus: true}]\n")
    plain.ok("add", "o", "-b", at=odd)
    assert (plain.root / "v[1]*__worktrees/o/.env").read_text() == "x"


def test_cli_w38_patterns_sets_and_exclusions(plain):
    for name in ("a1.env", "a2.env", "b1.env", "deep/er/.env", "deep/keep", "deep/er/cache/x"):
        plain.write(name, name)
    use(plain, copy=["[ab]?.env", "!b*.env", "**/.env", "deep", "!**/cache", "nothing*"])
    plain.ok("add", "p", "-b")
    tree = plain.worktree("p")
    found = {str(p.relative_to(tree)) for p in tree.rglob("*") if p.is_file() and ".git" not in p.name}
    assert found - {"README", ".workmux.yaml"} == {"a1.env", "a2.env", "deep/er/.env", "deep/keep"}


def test_an_unclosed_set_is_an_error(plain):
    use(plain, copy=["a[b"])
    assert "not closed" in plain.fails("add", "p", "-b").err


def test_worktrees_and_the_git_directory_are_no_files(plain):
    plain.configure(panes=[{"focus": True}], worktree_dir="wts", files={"copy": ["*"]})
    plain.ok("add", "one", "-b")
    plain.ok("add", "two", "-b")
    two = plain.repo / "wts/two"
    assert not (two / "wts/one").exists() and (two / ".git").is_file()
    assert plain.git_code("status", at=two) == 0


def test_directories_modes_and_links_inside_are_kept(plain):
    plain.write("node_modules/bin/run", "#!/bin/sh\n").chmod(0o755)
    os.symlink("bin/run", plain.repo / "node_modules/run")
    os.mkfifo(plain.repo / "node_modules/pipe")
    use(plain, copy=["node_modules"])
    plain.ok("add", "m", "-b")
    tree = plain.worktree("m") / "node_modules"
    assert (tree / "bin/run").stat().st_mode & 0o777 == 0o755
    assert os.readlink(tree / "run") == "bin/run" and not (tree / "pipe").exists()


def test_a_path_in_both_lists_ends_as_a_link(plain):
    plain.write("node_modules/x", "x")
    use(plain, copy=["node_modules"], symlink=["node_modules"])
    plain.ok("add", "m", "-b")
    assert os.readlink(plain.worktree("m") / "node_modules") == "../../app/node_modules"
    assert backups(plain, "m", "node_modules") == []


def test_wt_w8_a_changed_copy_is_backed_up(plain):
    plain.write(".env", "A=1\n")
    use(plain, copy=[".env"])
    plain.ok("add", "w", "-b")
    mine = plain.worktree("w") / ".env"
    mine.write_text("A=mine\n")
    done = plain.ok("sync-files", at=plain.worktree("w"))
    assert mine.read_text() == "A=1\n" and ".workmux/backup/" in done.err
    assert [b.read_text() for b in backups(plain, "w", ".env")] == ["A=mine\n"]
    assert plain.ok("sync-files", at=plain.worktree("w")).err == ""
    assert plain.git("status", "--porcelain", at=plain.worktree("w")) == ""


def test_wt_w8_a_link_replaces_directories_and_tracked_files_only_with_force(plain):
    plain.write("node_modules/x", "main")
    use(plain, symlink=["node_modules", "README"])
    plain.git("branch", "w")
    done = plain.ok("add", "w", "-b")
    tree = plain.worktree("w")
    assert "README" in done.err and not (tree / "README").is_symlink()
    os.unlink(tree / "node_modules")
    (tree / "node_modules").mkdir()
    (tree / "node_modules/mine").write_text("mine")
    done = plain.ok("sync-files", at=tree)
    assert "--force" in done.err and (tree / "node_modules/mine").exists()
    plain.ok("sync-files", "--force", at=tree)
    assert os.readlink(tree / "node_modules") == "../../app/node_modules" and (tree / "README").is_symlink()
    assert len(backups(plain, "w", "node_modules/mine")) == 1 and len(backups(plain, "w", "README")) == 1


def test_wt_15_4_claude_local_md_is_linked_when_ignored(plain):
    plain.write("CLAUDE.local.md", "hi")
    use(plain)
    plain.ok("add", "c", "-b")
    link = plain.worktree("c") / "CLAUDE.local.md"
    assert os.readlink(link) == "../../app/CLAUDE.local.md"
    link.unlink()
    link.write_text("own")
    plain.ok("sync-files", at=plain.worktree("c"))
    assert link.read_text() == "own"


def test_no_file_ops(plain):
    plain.write(".env", "x")
    use(plain, copy=[".env"])
    plain.ok("add", "n", "-b", "-F")
    assert not (plain.worktree("n") / ".env").exists()
    plain.ok("open", "n", "--new", "--force-files")
    assert (plain.worktree("n") / ".env").exists()


def test_cli_a32_w49_the_source_is_the_main_worktree(plain):
    use(plain)
    plain.ok("add", "sl", "-b")
    tree = plain.worktree("sl")
    plain.write(".workmux.yaml", "files: {symlink: [data]}\npanes: [{focus: true}]\n", at=tree)
    plain.write("data/file", "work", at=tree)
    plain.ok("open", "sl", "--new", "--force-files", at=tree)
    assert (tree / "data/file").read_text() == "work"
    plain.write("data/file", "main")
    plain.ok("open", "sl", "--new", "--force-files", at=tree)
    assert (tree / "data/file").read_text() == "work"


def test_wt_a39_cli_a26_a_nested_project(plain):
    plain.write("be/.workmux.yaml", "files: {copy: [.env]}\npanes: [{focus: true}]\npost_create: ['pwd', "
                                    "'echo \"$WM_CONFIG_DIR|$WM_PROJECT_ROOT|$PWD\" > o']\n")
    plain.write("be/code", "x")
    plain.git("add", "be/code")
    plain.git("commit", "-qm", "be")
    plain.write("be/.env", "nested")
    done = plain.ok("add", "nest", "-b", at=plain.repo / "be")
    tree = plain.worktree("nest")
    assert f"{tree}/be\n" in done.out and (tree / "be/.env").read_text() == "nested"
    assert (tree / "be/o").read_text() == f"{tree}/be|{plain.repo}|{tree}/be\n"
    assert plain.tmux("display-message", "-p", "-t", plain.pane_of("wm-nest"), "#{pane_start_path}") == f"{tree}/be"


def test_sync_files_all_and_its_errors(plain):
    use(plain, copy=[".env"])
    assert "No worktrees found (besides main)" in plain.fails("sync-files", "--all").err
    plain.ok("add", "a", "-b")
    plain.ok("add", "b", "-b")
    plain.write(".env", "x")
    assert "Current directory is the main worktree" in plain.fails("sync-files").err
    plain.tmux("kill-server")
    assert plain.ok("sync-files", "--all").out == "✓ Synced files to 'a'\n✓ Synced files to 'b'\n"
    assert (plain.worktree("a") / ".env").exists() and (plain.worktree("b") / ".env").exists()


def test_a_link_that_leads_nowhere_is_an_error(plain):
    os.symlink("nowhere", plain.repo / "dangling")
    use(plain, copy=["dangling"])
    done = plain.fails("add", "g", "-b")
    assert "leads nowhere" in done.err and not plain.worktree("g").exists()


def test_a_failure_keeps_the_worktree_and_says_how_to_go_on(plain):
    plain.git("checkout", "-q", "-b", "f")
    os.symlink("/", plain.repo / "conf")
    plain.git("add", "conf")
    plain.git("commit", "-qm", "conf")
    plain.git("checkout", "-q", "main")
    plain.write("conf/a", "x")
    use(plain, copy=["conf/*"])
    done = plain.fails("add", "f", "-b")
    assert "workmux open f --force-files --run-hooks" in done.err and plain.worktree("f").exists()
