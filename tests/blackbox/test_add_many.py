"""Several worktrees by one workmux add: agents, count, rows, templates, waiting (CLI 8, WT 8)."""
import json
import os
import subprocess
import threading

import pytest


@pytest.fixture
def plain(world):
    world.configure(panes=[{"focus": True}])
    return world.start_tmux()


def new_branches(world):
    return sorted(set(world.branches()) - {"main"})


def prompt_of(world, handle):
    (file,) = (world.worktree(handle) / ".workmux").glob("PROMPT-*.md")
    return file.read_text()


def test_cli_a13_count_makes_numbered_worktrees(plain):
    done = plain.ok("add", "demo", "-n", "2", "-b")
    assert new_branches(plain) == ["demo-1", "demo-2"]
    assert "Preparing to create 2 worktrees..." in done.out
    assert "\n--- [2/2] Creating worktree: demo-2 ---\n" in done.out
    assert {"wm-demo-1", "wm-demo-2"} <= set(plain.windows())


def test_count_of_one_is_a_template_too(plain):
    done = plain.ok("add", "one", "-n", "1", "-b", "--name", "other")
    assert new_branches(plain) == ["one-1"] and "Preparing" not in done.out
    assert plain.worktree("other").is_dir()


def test_cli_a14_wt_a14_rows_pair_by_position_and_values_follow_their_names(plain):
    plain.ok("add", "demo", "-b", "--foreach", "os:mac,win;lang:go,c")
    assert new_branches(plain) == ["demo-c-win", "demo-go-mac"]
    plain.ok("add", "f", "--foreach", "os:ios,android;l:swift,kotlin", "-b")
    assert {"f-swift-ios", "f-kotlin-android"} <= set(new_branches(plain))


def test_cli_a15_wt_a15_lines_of_standard_input(plain):
    done = plain.ok("add", "t", "-b", input="api\n\n  db \n")
    assert new_branches(plain) == ["t-api", "t-db"]
    assert "2 rows from standard input" in done.err


def test_cli_a16_wt_w43_an_open_pipe_with_nothing_in_it_blocks_nobody(plain):
    sleeper = subprocess.Popen(["sleep", "300"], stdout=subprocess.PIPE)
    try:
        done = subprocess.run([str(plain.program), "add", "quiet", "-b"], cwd=plain.repo, env=plain.env,
                              stdin=sleeper.stdout, capture_output=True, text=True, timeout=60)
    finally:
        sleeper.kill()
        sleeper.wait()
    assert done.returncode == 0, done.stderr
    assert new_branches(plain) == ["quiet"]


def test_lines_of_a_pipe_that_is_full_already(plain):
    pipe, end = os.pipe()
    os.write(end, b"api\n")
    os.close(end)
    done = subprocess.run([str(plain.program), "add", "p", "-b"], cwd=plain.repo, env=plain.env, stdin=pipe,
                          capture_output=True, text=True, timeout=60)
    os.close(pipe)
    assert done.returncode == 0, done.stderr
    assert new_branches(plain) == ["p-api"]


def test_wt_w43_rows_of_a_slow_producer_are_waited_for(plain):
    run = subprocess.Popen([str(plain.program), "add", "s", "-b", "--stdin"], cwd=plain.repo, env=plain.env,
                           stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    late = threading.Timer(0.5, lambda: run.stdin.write("late\n") and run.stdin.close())
    late.start()
    late.join()
    assert run.wait(60) == 0, run.stderr.read()
    assert new_branches(plain) == ["s-late"]
    assert "No rows on standard input" in plain.fails("add", "e", "-b", "--stdin").err


def test_wt_w43_no_stdin_leaves_the_callers_input_alone(plain):
    loop = f'while read -r name; do "{plain.program}" add "$name" -b --no-stdin || exit 9; done'
    done = subprocess.run(["bash", "-c", loop], cwd=plain.repo, env=plain.env, input="one\ntwo\n", text=True,
                          capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert new_branches(plain) == ["one", "two"]


def test_cli_a17_an_unknown_variable_is_named_before_anything_is_made(plain):
    plain.configure(agent="claude", panes=[{"command": "<agent>"}])
    done = plain.fails("add", "u", "-n", "2", "-b", "-p", "x {{ nope }}")
    assert "undefined variables: nope" in done.err
    assert "Available variables: agent, base_name, foreach_vars, index, num" in done.err
    assert new_branches(plain) == []


def test_prompts_are_templates_for_several_and_plain_text_for_one(plain):
    plain.ok("add", "m", "-b", "-n", "2", "--prompt-file-only", "-p", "part {{ num }} of {{ base_name | upper }}")
    assert prompt_of(plain, "m-1") == "part 1 of M" and prompt_of(plain, "m-2") == "part 2 of M"
    plain.ok("add", "single", "-b", "--prompt-file-only", "-p", "keep {{ x }}")
    assert prompt_of(plain, "single") == "keep {{ x }}"


def test_several_agents_make_one_worktree_each(plain):
    for name in ("claude", "gemini"):
        plain.script(name, f"#!/bin/sh\necho {name} > agent\nexec sleep 600\n")
    plain.configure(panes=[{"command": "<agent>", "focus": True}])
    plain.ok("add", "fix", "-b", "-a", "claude", "-a", str(plain.root / "bin/gemini"))
    assert new_branches(plain) == ["fix-claude", "fix-gemini"]
    for name in ("claude", "gemini"):
        file = plain.worktree(f"fix-{name}") / "agent"
        plain.until(lambda: file.exists() and file.read_text() == f"{name}\n", f"{name} runs", timeout=60)


def test_a_row_chooses_its_agent(plain):
    plain.ok("add", "r", "-b", "--foreach", "agent:claude,codex;part:a,b")
    assert new_branches(plain) == ["r-claude-a", "r-codex-b"]


def test_branch_template_and_its_mistakes(plain):
    plain.ok("add", "x", "-b", "-n", "2", "--branch-template", "{{ base_name }}/{{ index * 10 }}")
    assert new_branches(plain) == ["x/10", "x/20"]
    done = plain.fails("add", "y", "-n", "2", "-b", "--branch-template", "{{ nope }}")
    assert "Invalid branch name template" in done.err and "undefined variables: nope" in done.err
    done = plain.fails("add", "y", "-n", "2", "-b", "--branch-template", "{{ base_name ")
    assert "Failed to parse template syntax" in done.err and "line 1, column 1" in done.err
    assert new_branches(plain) == ["x/10", "x/20"]


def test_cli_w6_a_json_line_is_not_repeated_in_the_branch(plain):
    plain.ok("add", "x", "-b", input='{"platform": "ios", "n": 3}\n{"platform": null, "input": "other"}\n')
    assert new_branches(plain) == ["x-3-ios", "x-other"]


def test_cli_w7_every_row_is_checked_and_named(plain):
    done = plain.fails("add", "x", "-b", "--prompt-file-only", "-p", "{{ os }}", input='{"os": "mac"}\n{"ox": "win"}\n')
    assert "Row 2" in done.err and "undefined variables: os" in done.err
    assert new_branches(plain) == []


def test_cli_w9_the_same_name_twice_makes_nothing(plain):
    done = plain.fails("add", "x", "-b", "-n", "2", "--branch-template", "same")
    assert "Rows 1 and 2 would both get the branch 'same'" in done.err and new_branches(plain) == []
    done = plain.fails("add", "x", "-b", "--foreach", "v:A/b,a-b", "--branch-template", "{{ v }}")
    assert "would both get the worktree 'a-b'" in done.err and new_branches(plain) == []


def test_cli_w9_a_later_name_that_is_taken_makes_nothing(plain):
    plain.git("branch", "taken")
    plain.ok("add", "demo-2", "-b")
    done = plain.fails("add", "demo", "-b", "-n", "3")
    assert "demo-2" in done.err and "already exists" in done.err
    assert new_branches(plain) == ["demo-2", "taken"]


def test_cli_w39_matrix_is_every_value_with_every_other(plain):
    plain.ok("add", "m", "-b", "--matrix", "os:mac,win;lang:'go, 1.22',c")
    assert new_branches(plain) == ["m-c-mac", "m-c-win", "m-go-1-22-mac", "m-go-1-22-win"]


def test_cli_w5_conflicts_are_told(plain):
    assert "Cannot use --foreach when piping input" in plain.fails("add", "x", "--foreach", "a:b", input="r\n").err
    assert "Cannot use --count when piping input" in plain.fails("add", "x", "-n", "2", input="r\n", code=2).err
    assert "several --agent" in plain.fails("add", "x", "-a", "claude", "-a", "codex", input="r\n", code=2).err
    assert "--count can only be used with zero or one --agent, but 2 were provided" in \
        plain.fails("add", "x", "-n", "2", "-a", "claude", "-a", "codex").err
    for words in (["--name", "n"], ["--target-name", "n"], ["--parent-session", "n"]):
        assert "cannot be used with multi-worktree generation" in plain.fails("add", "x", "-n", "2", *words).err
    for words in (["-n", "2", "--foreach", "a:b"], ["-a", "claude", "--foreach", "a:b"], ["-a", "claude", "-l", "x"],
                  ["-n", "0"], ["--max-concurrent", "0"], ["--stdin", "--no-stdin"]):
        plain.fails("add", "x", *words, code=2)
    assert new_branches(plain) == []


def test_cli_w5_one_agent_is_used_for_every_row(plain):
    plain.ok("add", "x", "-b", "-a", "codex", input="one\n")
    assert new_branches(plain) == ["x-codex-one"]


def test_front_matter_makes_rows(plain):
    plain.write("task.md", "---\nforeach:\n  os: [mac, win]\n  n: [1, 2]\nother: x\n---\n\nDo {{ os }} {{ n }}\n")
    plain.ok("add", "fm", "-b", "-P", "task.md", "--prompt-file-only")
    assert new_branches(plain) == ["fm-1-mac", "fm-2-win"]
    assert prompt_of(plain, "fm-1-mac") == "\nDo mac 1\n"
    assert "mutually exclusive" in plain.fails("add", "g", "-P", "task.md", "-a", "claude").err
    plain.fails("add", "g", "-P", "task.md", "-n", "2", code=2)
    done = plain.ok("add", "h", "-b", "-P", "task.md", "--prompt-file-only", "--foreach", "os:bsd;n:9")
    assert "--foreach overrides prompt frontmatter" in done.err and "h-9-bsd" in new_branches(plain)


def test_front_matter_mistakes_are_named(plain):
    plain.write("task.md", "---\nforeach:\n  os: [mac, win]\n  n: [1]\n---\nx\n")
    assert "(expected 2, but 'n' has 1)" in plain.fails("add", "fm", "-b", "-P", "task.md").err
    plain.write("task.md", "---\nforeach: [\n---\nx\n")
    assert "Failed to parse YAML frontmatter" in plain.fails("add", "fm", "-b", "-P", "task.md").err
    assert new_branches(plain) == []


def test_a_remote_branch_is_where_all_of_them_start(plain):
    plain.git("clone", "-q", "--bare", ".", str(plain.root / "origin.git"))
    plain.git("branch", "feat/r")
    plain.git("push", "-q", str(plain.root / "origin.git"), "feat/r")
    plain.git("branch", "-D", "feat/r")
    plain.git("remote", "add", "origin", str(plain.root / "origin.git"))
    plain.git("fetch", "-q", "origin")
    plain.ok("add", "origin/feat/r", "-n", "2", "-b")
    assert new_branches(plain) == ["feat/r-1", "feat/r-2"]
    assert plain.git("config", "branch.feat/r-1.workmux-base") == "origin/feat/r"


def test_json_is_one_object_for_each(plain):
    lines = plain.ok("add", "j", "-n", "2", "-b", "--json").out.splitlines()
    assert [json.loads(line)["branch"] for line in lines] == ["j-1", "j-2"]


def test_a_dry_run_of_several_makes_nothing(plain):
    done = plain.ok("add", "d", "-n", "2", "--dry-run")
    assert "Would create worktree 'd-1'" in done.out and "Would create worktree 'd-2'" in done.out
    assert new_branches(plain) == []


def test_wait_returns_when_the_windows_are_closed(plain):
    run = plain.start("add", "w", "-n", "2", "-b", "-W")
    plain.until(lambda: {"wm-w-1", "wm-w-2"} <= set(plain.windows()), "both windows")
    plain.tmux("kill-window", "-t", plain.pane_of("wm-w-1"))
    assert run.poll() is None
    plain.tmux("kill-window", "-t", plain.pane_of("wm-w-2"))
    out, err = run.communicate(timeout=60)
    assert run.returncode == 0, err
    assert "Waiting for 2 windows to close..." in out


def test_wait_for_one(plain):
    run = plain.start("add", "w", "-b", "-W")
    plain.until(lambda: "wm-w" in plain.windows(), "the window")
    plain.tmux("kill-window", "-t", plain.pane_of("wm-w"))
    out, err = run.communicate(timeout=60)
    assert run.returncode == 0 and "Waiting for window 'wm-w' to close..." in out, err


def test_at_most_so_many_at_once(plain):
    run = plain.start("add", "c", "-n", "3", "-b", "--max-concurrent", "1")
    for i in (1, 2):
        plain.until(lambda: f"wm-c-{i}" in plain.windows(), f"window {i}")
        assert f"wm-c-{i + 1}" not in plain.windows()
        plain.tmux("kill-window", "-t", plain.pane_of(f"wm-c-{i}"))
    out, err = run.communicate(timeout=60)
    assert run.returncode == 0, err
    assert "wm-c-3" in plain.windows() and new_branches(plain) == ["c-1", "c-2", "c-3"]
