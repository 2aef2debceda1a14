"""workmux add."""
import json

import pytest


@pytest.fixture
def plain(world):
    world.configure(panes=[{"focus": True}])
    return world.start_tmux()


def test_wt_a1_cli_a7_add_makes_branch_worktree_window_and_metadata(plain):
    done = plain.ok("add", "user-auth", "-b")
    assert done.out.splitlines() == [
        "✓ Successfully created worktree and tmux window for 'user-auth'", "  Base: main",
        f"  Worktree: {plain.worktree('user-auth')}"]
    assert plain.git("rev-parse", "user-auth") == plain.git("rev-parse", "main")
    assert "wm-user-auth" in plain.windows()
    assert plain.tmux("display-message", "-p", "-t", "s", "#{window_name}") != "wm-user-auth"
    assert plain.git("config", "--local", "branch.user-auth.workmux-base") == "main"
    assert plain.git("config", "--local", "workmux.worktree.user-auth.mode") == "window"
    assert plain.option("wm-user-auth", "@workmux_worktree") == str(plain.worktree("user-auth"))
    assert plain.git("status", "--porcelain", at=plain.worktree("user-auth")) == ""


def test_wt_a2_cli_a24_handles_are_slugs(plain):
    plain.ok("add", "feature/Login", "-b")
    assert plain.worktree("feature-login").is_dir()
    assert plain.git("branch", "--show-current", at=plain.worktree("feature-login")) == "feature/Login"
    plain.ok("add", "Föö/Bär_baz.1", "-b")
    assert plain.worktree("foo-bar-baz-1").is_dir() and "wm-foo-bar-baz-1" in plain.windows()
    assert "Handle cannot be empty" in plain.fails("add", "w", "--name", "!!!", "-b").err
    assert "w" not in plain.branches()


def test_wt_a3_names_of_directory_and_window_can_be_chosen(plain):
    plain.ok("add", "feature/x", "--name", "short", "--target-name", "rev", "-b")
    assert plain.worktree("short").is_dir() and "wm-rev" in plain.windows()
    assert plain.git("config", "workmux.worktree.short.target-window") == "rev"
    plain.ok("rm", "-f", "short")
    assert "wm-rev" not in plain.windows() and "feature/x" not in plain.branches()
    assert plain.git("config", "--get-regexp", "workmux.worktree.short", check=False) == ""


def test_wt_a4_an_existing_branch_is_checked_out(plain):
    plain.git("branch", "old")
    done = plain.ok("add", "old", "-b")
    assert "Base:" not in done.out
    assert plain.git("branch", "--show-current", at=plain.worktree("old")) == "old"
    assert plain.git("config", "branch.old.workmux-base", check=False) == ""


def test_wt_a5_a_detached_head_needs_a_base(plain):
    plain.git("checkout", "-q", "--detach")
    assert "Cannot determine current branch (detached HEAD)" in plain.fails("add", "y", "-b").err
    plain.ok("add", "y", "--base", "main", "-b")


def test_wt_a6_a_worktree_of_a_worktree_is_its_sibling(plain):
    plain.ok("add", "user-auth", "-b")
    plain.ok("add", "child", "-b", at=plain.worktree("user-auth"))
    assert plain.worktree("child").is_dir()
    assert plain.git("config", "branch.child.workmux-base") == "user-auth"


def test_wt_a7_twice_is_an_error_and_open_if_exists_opens(plain):
    plain.ok("add", "user-auth", "-b")
    assert "already exists" in plain.fails("add", "user-auth", "-b").err
    assert "Opened" in plain.ok("add", "user-auth", "-b", "-o").out
    assert plain.windows().count("wm-user-auth") == 1


def test_wt_a8_w27_a_bad_branch_name_leaves_nothing(plain):
    before = (plain.repo / ".git/config").read_text()
    for name in ("bad..name", "a b", "-x", "x.lock", "a~1", "@{-1}", "x\ny"):
        done = plain.fails("add", "-b", "--", name)
        assert "not a valid branch name" in done.err
    assert (plain.repo / ".git/config").read_text() == before
    assert not plain.worktree("").exists() or not any(plain.worktree("").iterdir())


def test_wt_a9_w16_a_tag_is_no_branch(plain):
    plain.git("tag", "v1")
    plain.ok("add", "v1", "-b")
    assert plain.git("symbolic-ref", "HEAD", at=plain.worktree("v1")) == "refs/heads/v1"


def test_wt_a10_w3_a_directory_in_the_way_stays(plain):
    keep = plain.worktree("notes") / "keep.txt"
    keep.parent.mkdir(parents=True)
    keep.write_text("mine")
    done = plain.fails("add", "notes", "-b")
    assert str(plain.worktree("notes")) in done.err and keep.read_text() == "mine"
    assert "notes" not in plain.branches()


def test_wt_a11_remote_branches_are_fetched_and_tracked(plain):
    plain.git("clone", "-q", "--bare", ".", str(plain.root / "origin.git"))
    plain.git("remote", "add", "origin", str(plain.root / "origin.git"))
    plain.git("push", "-q", "origin", "main:feat/r")
    plain.git("update-ref", "-d", "refs/remotes/origin/feat/r")
    plain.ok("add", "origin/feat/r", "-b")
    assert plain.git("rev-parse", "--abbrev-ref", "feat/r@{upstream}") == "origin/feat/r"
    assert plain.git("config", "branch.feat/r.workmux-base") == "origin/feat/r"
    done = plain.ok("add", "origin/none", "-b")
    assert "Not found on 'origin'" in done.err and "origin/none" in plain.branches()
    plain.git("fetch", "-q", "origin")
    plain.ok("add", "e", "--base", "origin/main", "-b")
    assert plain.git("config", "branch.e.merge", check=False) == ""


def test_wt_a17_w26_a_failed_hook_keeps_the_worktree_and_says_how_to_go_on(plain):
    plain.configure(post_create=["exit 3"])
    done = plain.fails("add", "h", "-b")
    assert "Failed to run post-create command: 'exit 3'" in done.err and "workmux open h --run-hooks" in done.err
    assert "wm-h" not in plain.windows() and plain.worktree("h").is_dir()
    assert "wm-skip" not in plain.windows()
    plain.ok("add", "skip", "-b", "-H")
    assert "wm-skip" in plain.windows()


def test_hooks_run_before_the_window_with_their_environment(plain):
    plain.configure(post_create=['echo "$WM_HANDLE|$WM_BRANCH_NAME|$WM_BASE_BRANCH|$WM_PROJECT_ROOT|$PWD" > hook'])
    done = plain.ok("add", "f/x", "-b")
    assert "Running setup commands..." in done.out and "✓ Setup complete" in done.out
    assert (plain.worktree("f-x") / "hook").read_text() == f"f-x|f/x|main|{plain.repo}|{plain.worktree('f-x')}\n"


def test_wt_a18_cli_a22_an_unread_prompt_is_refused_before_anything_is_made(plain):
    done = plain.fails("add", "n", "-b", "-p", "hi")
    assert "no pane is configured to run the agent" in done.err
    plain.configure(panes=[{"command": "<agent>"}])
    assert "pane commands are disabled" in plain.fails("add", "n", "-b", "-C", "-p", "hi").err
    assert "n" not in plain.branches() and not plain.worktree("n").exists()


def fake_agent(world, name="claude"):
    world.script(name, f'#!/bin/sh\nprintf "%s\\n" "$@" > {world.root}/arguments.new; printf "%s\\0" "$@" > {world.root}/raw; '
                       f'mv {world.root}/arguments.new {world.root}/arguments\nexec sleep 600\n')
    return world.root / "arguments"


def test_cli_a18_mux_a15_the_prompt_reaches_the_agent_byte_for_byte(plain):
    arguments = fake_agent(plain)
    plain.configure(panes=[{"command": "<agent>"}], agent="claude")
    prompt = 'say "hi" $HOME `x` $(y) \'z\''
    plain.ok("add", "fix/a", "-b", "-p", prompt)
    plain.until(arguments.exists, "the agent starts")
    assert (plain.root / "raw").read_text() == f"--\0{prompt}\0"
    assert (plain.worktree("fix-a") / ".workmux/PROMPT-fix-a.md").read_text() == prompt
    assert plain.git("status", "--short", at=plain.worktree("fix-a")) == ""


def test_cli_a19_gemini_gets_its_flag(plain):
    arguments = fake_agent(plain, "gemini")
    plain.configure(panes=[{"command": "<agent>"}])
    plain.ok("add", "g", "-b", "-a", "gemini", "-p", "hello there")
    plain.until(arguments.exists, "the agent starts")
    assert arguments.read_text() == "-i\nhello there\n"


def test_cli_a20_arguments_behind_the_placeholder_are_kept(plain):
    arguments = fake_agent(plain)
    plain.configure(panes=[{"command": "<agent> --model x"}], agent="claude")
    plain.ok("add", "m", "-b", "-p", "hi")
    plain.until(arguments.exists, "the agent starts")
    assert arguments.read_text() == "--model\nx\n--\nhi\n"


def test_cli_a40_w20_a_prompt_may_begin_with_a_dash(plain):
    plain.ok("add", "v", "-b", "-p", "- item one", "--prompt-file-only")
    assert (plain.worktree("v") / ".workmux/PROMPT-v.md").read_text() == "- item one"


def test_prompt_from_a_file(plain):
    plain.write("task.md", "from a file\n")
    plain.ok("add", "p", "-b", "-P", "task.md", "--prompt-file-only")
    assert (plain.worktree("p") / ".workmux/PROMPT-p.md").read_text() == "from a file\n"
    assert "Failed to read prompt file: none.md" in plain.fails("add", "q", "-b", "-P", "none.md").err


def test_a_prompt_of_a_mebibyte_is_refused_with_advice(plain):
    plain.configure(panes=[{"command": "<agent>"}])
    (plain.root / "big").write_text("x" * (1 << 20))
    done = plain.fails("add", "big", "-b", "-P", str(plain.root / "big"))
    assert "--prompt-file-only" in done.err and "big" not in plain.branches()
    plain.ok("add", "big", "-b", "-P", str(plain.root / "big"), "--prompt-file-only")


def test_cli_a23_an_unknown_base_leaves_nothing(plain):
    assert "nosuch" in plain.fails("add", "q", "--base", "nosuch", "-b").err
    assert plain.git("config", "--get", "branch.q.workmux-base", check=False) == ""
    assert "q" not in plain.branches()


def test_cli_w26_json_says_what_was_made(plain):
    made = json.loads(plain.ok("add", "f/j", "-b", "--json").out)
    assert made == {"handle": "f-j", "branch": "f/j", "path": str(plain.worktree("f-j")), "target": "wm-f-j"}


def test_mux_a31_two_repositories_share_a_server(plain):
    plain.ok("add", "x", "-b")
    other = plain.root / "p2"
    plain.git("clone", "-q", str(plain.repo), str(other), at=plain.root)
    done = plain.ok("add", "x", "-b", at=other)
    assert "wm-x-p2" in done.err and {"wm-x", "wm-x-p2"} <= set(plain.windows())
    plain.ok("remove", "-f", "x", at=other)
    assert "wm-x" in plain.windows() and "wm-x-p2" not in plain.windows()


def test_mux_a32_a_taken_target_name_is_refused(plain):
    plain.ok("add", "y", "-b")
    assert "already exists" in plain.fails("add", "x", "--target-name", "y", "-b").err
    assert "x" not in plain.branches()


def test_mux_a33_a_parent_session_is_made_and_reused(plain):
    plain.ok("add", "x", "--parent-session", "team", "-b")
    plain.ok("add", "y", "--parent-session", "team", "-b")
    assert plain.tmux("list-windows", "-t", "=team", "-F", "#{window_name}").splitlines() == ["wm-x", "wm-y"]


def test_wt_a37_mux_w14_a_session_without_a_client_is_no_error(plain):
    plain.ok("add", "ss", "-s")
    assert "wm-ss" in plain.tmux("list-sessions", "-F", "#{session_name}").splitlines()
    assert plain.git("config", "workmux.worktree.ss.mode") == "session"


def test_mux_a14_bad_panes_are_refused_before_anything_is_made(plain):
    plain.configure(panes=[{"focus": True}, {"command": "x"}])
    assert "must have a 'split' direction" in plain.fails("add", "a").err
    assert "a" not in plain.branches()


def test_wt_a40_a_bare_repository_with_worktrees(plain):
    bare = plain.root / "b/.bare"
    plain.git("clone", "-q", "--bare", str(plain.repo), str(bare), at=plain.root)
    main = plain.root / "b/main"
    plain.git("worktree", "add", "-q", str(main), "main", at=bare)
    plain.ok("add", "q", "-b", at=main)
    quux = json.loads(plain.ok("list", "--json", at=main).out)
    assert [w["is_main"] for w in quux] == [False, False]
    path = plain.ok("path", "q", at=main).out.strip()
    plain.write("new", "x", at=__import__("pathlib").Path(path))
    plain.git("add", "new", at=path)
    plain.git("commit", "-qm", "new", at=path)
    plain.ok("merge", "q", at=main)
    assert (main / "new").exists()
