"""Pull requests and forks: `gh` is a stand-in that writes down what it was asked and gives answers of the real form."""
import json

import pytest

VIEW = ["pr", "view", "7", "--json", "headRefName,headRepositoryOwner,state,isDraft,title,author,url"]
GH = """#!/bin/sh
for word in "$@"; do printf '%s\\n' "$word"; done >> {root}/asked
printf -- '--\\n' >> {root}/asked
[ -e {root}/gh-error ] && {{ cat {root}/gh-error >&2; exit 1; }}
cat {root}/answer
"""


def answer(**values):
    return {"headRefName": "fix", "headRepositoryOwner": {"id": "x", "login": "me"}, "state": "OPEN", "isDraft": False,
            "title": "Repair it", "author": {"login": "ada", "is_bot": False}, **values}


class Hub:
    """A server at https://hub.test: bare repositories that git reaches by insteadOf, and what gh knows."""

    def __init__(self, world):
        self.world = world
        self.root = world.root / "hub"
        self.root.mkdir()
        self.world.git("config", "--global", f"url.{self.root}/.insteadOf", "https://hub.test/")
        self.repository("ME")
        world.git("remote", "add", "origin", "https://hub.test/ME/app.git")
        world.git("push", "-q", "origin", "main")
        world.script("gh", GH.format(root=world.root))
        self.knows(answer())

    def repository(self, owner):
        path = self.root / owner / "app.git"
        path.parent.mkdir(exist_ok=True)
        self.world.git("init", "-q", "--bare", "-b", "main", str(path))
        return path

    def push(self, owner, ref, text="theirs\n", start="main"):
        """A commit on the server that is not known here."""
        path = self.root / owner / "app.git"
        tree = self.world.git("mktree", input=f"100644 blob {self.blob(text)}\tfile\n")
        commit = self.world.git("commit-tree", tree, "-p", start, "-m", text.strip())
        self.world.git("push", "-q", "--force", str(path), f"{commit}:{ref}")
        self.world.git("gc", "-q", "--prune=now")
        return commit

    def blob(self, text):
        return self.world.git("hash-object", "-w", "--stdin", input=text)

    def knows(self, value):
        (self.world.root / "answer").write_text(json.dumps(value))

    def fails(self, text):
        (self.world.root / "gh-error").write_text(text)

    def asked(self):
        log = self.world.root / "asked"
        return [part.strip("\n").split("\n") for part in log.read_text().split("--\n") if part.strip()] if log.exists() else []


@pytest.fixture
def hub(world):
    world.configure(panes=[{"focus": True}])
    world.start_tmux()
    return Hub(world)


def test_wt_a12_w19_a_pull_request_of_the_same_owner(hub):
    world, tip = hub.world, hub.push("ME", "refs/pull/7/head")
    hub.knows(answer(state="MERGED", isDraft=True))
    done = world.ok("add", "--pr", "7", "-b")
    assert done.out.startswith("PR #7: Repair it\nAuthor: ada\nBranch: fix\n")
    assert "Warning: PR #7 is MERGED. Proceeding with checkout..." in done.err and "Warning: PR #7 is a DRAFT." in done.err
    assert world.git("rev-parse", "fix") == tip and (world.worktree("fix") / "file").read_text() == "theirs\n"
    assert world.git("config", "branch.fix.workmux-base") == "origin/fix"
    assert world.git("rev-parse", "--abbrev-ref", "fix@{u}") == "origin/fix"
    assert hub.asked() == [VIEW] and world.git("remote") == "origin"


def test_a_pull_request_of_a_fork_gets_a_remote_and_a_name_of_its_own(hub):
    world = hub.world
    hub.repository("ada")
    tip = hub.push("ME", "refs/pull/7/head")
    hub.knows(answer(headRepositoryOwner={"login": "ada"}, url="https://hub.test/ME/app/pull/7"))
    world.ok("add", "--pr", "7", "-b")
    assert world.git("rev-parse", "ada-fix") == tip
    assert world.git("config", "remote.fork-ada.url") == "https://hub.test/ada/app.git"
    assert world.git("rev-parse", "--abbrev-ref", "ada-fix@{u}") == "fork-ada/fix"
    world.ok("add", "other", "--pr", "7", "-b")
    assert world.git("rev-parse", "other") == tip and world.git("remote").split() == ["fork-ada", "origin"]


def test_wt_w20_the_number_counts_in_the_repository_that_gh_names(hub):
    """In a clone of a fork, origin is the fork."""
    world = hub.world
    hub.repository("upstream")
    tip = hub.push("upstream", "refs/pull/7/head")
    hub.push("ME", "refs/pull/7/head", "another pull request\n")
    hub.knows(answer(headRepositoryOwner={"login": "ada"}, url="https://hub.test/upstream/app/pull/7"))
    world.ok("add", "--pr", "7", "-b")
    assert world.git("rev-parse", "ada-fix") == tip


def test_wt_w21_an_existing_branch_follows_where_nothing_is_lost(hub):
    world = hub.world
    world.git("branch", "fix")
    tip = hub.push("ME", "refs/pull/7/head")
    done = world.ok("add", "--pr", "7", "-b")
    assert "now has the newest commits of PR #7" in done.out and world.git("rev-parse", "fix") == tip
    world.ok("rm", "-f", "-k", "fix")
    newer = hub.push("ME", "refs/pull/7/head", "newer\n")
    done = world.ok("add", "--pr", "7", "-b")
    assert "has commits that PR #7 does not have" in done.err and world.git("rev-parse", "fix") == tip != newer


def test_without_gh_or_with_its_error_nothing_is_made(hub):
    world = hub.world
    hub.fails("GraphQL: Could not resolve to a PullRequest with the number of 7.\n")
    done = world.workmux("add", "--pr", "7", "-b")
    assert done.code == 1 and "Failed to fetch details for PR #7" in done.err
    assert "Failed to fetch PR #7: GraphQL: Could not resolve to a PullRequest" in done.err
    (world.root / "bin/gh").unlink()
    done = world.workmux("add", "--pr", "7", "-b", env={"PATH": f"{world.root}/bin:/usr/bin:/bin"})
    assert done.code == 1 and "GitHub CLI (gh) is required for --pr" in done.err
    assert world.branches() == ["main"]


@pytest.mark.parametrize("value", ["not json", "[]", json.dumps(answer(headRefName="../x y")), json.dumps(answer(headRefName="-f")),
                                   json.dumps(answer(headRepositoryOwner={"login": "../../etc"}))])
def test_an_answer_that_makes_no_sense_is_refused(hub, value):
    (hub.world.root / "answer").write_text(value)
    done = hub.world.workmux("add", "--pr", "7", "-b")
    assert done.code == 1 and hub.world.branches() == ["main"] and hub.world.git("remote") == "origin", done


def test_what_does_not_go_with_a_pull_request(hub):
    for words in (["--base", "main"], ["-n", "2"], ["--foreach", "a:1"], ["-w"]):
        assert hub.world.workmux("add", "--pr", "7", *words).code == 2
    assert hub.world.workmux("add", "--pr", "0").code == 2 and hub.world.workmux("add", "--pr", "x").code == 2
    assert hub.world.workmux("add").code == 2
    assert hub.world.workmux("add", "--pr", "7", "-a", "x", "-a", "y").code == 1
    assert hub.asked() == []


def test_a_forks_branch_by_owner_and_name(hub):
    world = hub.world
    hub.repository("ada")
    tip = hub.push("ada", "refs/heads/feat/x")
    hub.knows([{"number": 3, "title": "Not this", "state": "OPEN", "isDraft": False, "headRepositoryOwner": {"login": "bob"}},
               {"number": 4, "title": "New things", "state": "CLOSED", "isDraft": False, "headRepositoryOwner": {"login": "ADA"}}])
    done = world.ok("add", "ada:feat/x", "-b")
    assert done.out.startswith("PR #4: New things (closed)\n")
    assert world.git("rev-parse", "ada-feat/x") == tip
    assert world.git("rev-parse", "--abbrev-ref", "ada-feat/x@{u}") == "fork-ada/feat/x"
    assert hub.asked() == [["pr", "list", "--head", "feat/x", "--state", "all", "--json",
                            "number,title,state,isDraft,headRepositoryOwner,url", "--limit", "50"]]
    done = world.workmux("add", "ada:feat/x", "-b")
    assert done.code == 1 and "Branch 'ada-feat/x' already exists." in done.err
    done = world.workmux("add", "ada:feat/x", "--base", "main")
    assert done.code == 1 and "Cannot use --base with 'owner:branch' syntax" in done.err


def test_a_fork_that_is_not_there_leaves_no_remote(hub):
    world = hub.world
    hub.fails("no login\n")
    done = world.workmux("add", "nobody:feat", "-b")
    assert done.code == 1 and "Failed to fetch from remote 'fork-nobody'" in done.err
    assert world.git("remote") == "origin" and world.branches() == ["main"]


def test_a_known_remote_of_the_fork_is_used(hub):
    world = hub.world
    hub.repository("ada")
    hub.push("ada", "refs/heads/feat")
    world.git("remote", "add", "friend", "https://HUB.test/Ada/App")
    world.git("config", "--global", f"url.{hub.root}/ada/app.git.insteadOf", "https://HUB.test/Ada/App")
    world.ok("add", "ada:feat", "-b")
    assert world.git("rev-parse", "--abbrev-ref", "ada-feat@{u}") == "friend/feat"


LIST = ["pr", "list", "--state", "all", "--json", "number,title,state,isDraft,headRefName,headRepositoryOwner,url", "--limit", "200"]


def pull(number, head, owner="ME", state="OPEN", draft=False):
    return {"number": number, "title": f"title {number}", "state": state, "isDraft": draft, "headRefName": head,
            "headRepositoryOwner": {"login": owner}, "url": f"https://hub.test/ME/app/pull/{number}"}


@pytest.fixture
def listed(hub):
    world = hub.world
    for name in ("open", "draft", "merged", "none"):
        world.ok("add", name, "-b")
    hub.repository("ada")
    hub.push("ada", "refs/heads/feat")
    hub.knows([])
    world.ok("add", "ada:feat", "-b")
    (world.root / "asked").unlink()
    hub.knows([pull(1, "open", state="CLOSED"), pull(9, "open"), pull(10, "open", state="CLOSED"), pull(3, "draft", draft=True),
               pull(4, "merged", state="MERGED"), pull(5, "feat", owner="Ada"), pull(6, "main", owner="stranger")])
    return hub


def test_wt_w23_list_shows_the_pull_request_that_counts(listed):
    rows = {line.split()[0]: line.split() for line in listed.world.ok("list", "--pr").out.splitlines()}
    assert rows["BRANCH"][:3] == ["BRANCH", "AGE", "PR"]
    shown = {name: row[2:4] if row[2] != "-" else ["-"] for name, row in rows.items() if name != "BRANCH"}
    assert shown == {"main": ["-"], "open": ["#9", "●"], "draft": ["#3", "○"], "merged": ["#4", "◆"], "none": ["-"], "ada-feat": ["#5", "●"]}
    assert listed.asked() == [LIST]


def test_cli_w25_colours_are_for_terminals_and_json_has_the_pull_request(listed):
    world = listed.world
    assert "\x1b" not in world.ok("list", "--pr").out
    world.tmux("new-window", "-d", "-n", "seen", "-c", str(world.repo), f"script -qc '{world.program} list --pr' {world.root}/typed; sleep 60")
    world.until(lambda: (world.root / "typed").exists() and "#9 \x1b[32m●\x1b[0m" in (world.root / "typed").read_text(), "colour")
    rows = [line for line in (world.root / "typed").read_text().splitlines() if "open" in line or "merged" in line]
    plain = [line.replace("\x1b[32m", "").replace("\x1b[35m", "").replace("\x1b[0m", "") for line in rows]
    assert len({line.index("✓") for line in plain}) == 1, plain
    entries = {entry["branch"]: entry.get("pr") for entry in json.loads(world.ok("list", "--pr", "--json").out)}
    assert entries["open"] == {"number": 9, "title": "title 9", "state": "OPEN", "is_draft": False, "url": "https://hub.test/ME/app/pull/9"}
    assert entries["main"] is None and entries["none"] is None
    assert "pr" not in json.loads(world.ok("list", "--json").out)[1]


def test_list_without_gh_or_with_its_error_has_no_pull_requests(listed):
    listed.fails("no login\n")
    assert "#9" not in listed.world.ok("list", "--pr").out
    (listed.world.root / "bin/gh").unlink()
    assert "PR" in listed.world.ok("list", "--pr", env={"PATH": f"{listed.world.root}/bin:/usr/bin:/bin"}).out


def test_wt_w57_an_origin_on_this_machine_is_explained(world):
    world.configure(panes=[{"focus": True}])
    world.start_tmux()
    world.git("remote", "add", "origin", str(world.repo))
    done = world.workmux("add", "ada:feat", "-b")
    assert done.code == 1 and "the remote 'origin' is no repository on a server" in done.err and "git remote add ada URL" in done.err
