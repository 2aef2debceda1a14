"""Published images on a real engine and a registry on loopback (tests/engines/registry): first run, freshness (SBX 6.3, 6.5)."""
import json
import os
import subprocess
import urllib.request

import pytest

REGISTRY = f"127.0.0.1:{os.environ.get('REGISTRY_PORT', '5000')}"


def registry_answers():
    try:
        return urllib.request.urlopen(f"http://{REGISTRY}/v2/", timeout=2).status == 200
    except OSError:
        return False


pytestmark = [
    pytest.mark.skipif(os.environ.get("WORKMUX_TEST_ENGINE", "bubblewrap") == "bubblewrap",
                       reason="no container engine was chosen: WORKMUX_TEST_ENGINE (tools/test-engines sets it)"),
    pytest.mark.skipif(not registry_answers(), reason="no registry on loopback: tests/engines/registry starts one"),
]


class Published:
    """An image of this test alone, for the agent claude, in the registry and not on this machine."""

    def __init__(self, world):
        self.world = world
        self.repo = f"{REGISTRY}/workmux-test-{os.path.basename(world.root)}".lower().replace("_", "-")
        self.image = f"{self.repo}:claude"
        self.publish("1")
        self.forget()
        sandbox = {key: value for key, value in world.settings["sandbox"].items() if key != "image"}
        world.configure(agent="claude", sandbox={**sandbox, "image_repo": self.repo})

    def engine(self, *words, check=True, input=None):
        done = subprocess.run([self.world.runtime, *words], env=self.world.env, input=input, text=True, capture_output=True,
                              timeout=120)
        assert not check or done.returncode == 0, done
        return done.stdout.strip()

    def publish(self, version):
        recipe = f"FROM localhost/workmux-test:tools\nENV VERSION={version}\n"
        self.engine("build", "-t", self.image, "-", input=recipe)
        if self.world.runtime == "docker":
            self.engine("push", self.image)
            return
        # As images are published: an index of the machines that there is one for.
        index = f"localhost/index-{os.path.basename(self.world.root)}"
        self.engine("manifest", "create", index)
        self.engine("manifest", "add", index, f"containers-storage:{self.image}")
        self.engine("manifest", "push", "--all", index, f"docker://{self.image}")
        self.engine("manifest", "rm", index)

    def local_id(self):
        return self.engine("image", "inspect", "--format", "{{.Id}}", self.image)

    def forget(self):
        self.engine("rmi", "-f", self.image, check=False)

    def run(self):
        return self.world.ok("sandbox", "run", self.world.worktree("f"), "--", "echo version $VERSION", timeout=120)

    def freshness(self):
        (file,) = self.world.state.glob("image-freshness-*.json")
        return file


@pytest.fixture
def published(sandboxed):
    sandboxed.start_tmux()
    published = Published(sandboxed)
    sandboxed.ok("add", "f", "-b", "-C")
    yield published
    published.forget()


def test_sbx_6_5_the_image_is_pulled_on_the_first_run_only(published):
    first = published.run()
    assert f"Image '{published.image}' not found locally, pulling..." in first.err
    assert "version 1" in first.out
    assert json.loads(published.freshness().read_text())["is_fresh"] is True
    assert "pulling" not in published.run().err


def test_sbx_6_5_sandbox_pull_fetches_it(published):
    done = published.world.ok("sandbox", "pull", timeout=120)
    assert f"Pulling image '{published.image}'..." in done.out and "is up to date" in done.out
    assert published.local_id()


def test_sbx_6_5_a_newer_image_is_noticed_and_pulled_by_the_run_after(published):
    if published.world.runtime == "docker" and subprocess.run(["docker", "buildx", "version"], capture_output=True).returncode:
        pytest.skip("docker has no buildx here, which is what asks a registry for a digest")
    published.run()
    old = published.local_id()
    published.publish("2")
    published.engine("tag", old, published.image)
    published.freshness().unlink()
    published.run()  # asks the registry beside it
    published.world.until(lambda: list(published.world.state.glob("image-freshness-*.json")), "it was asked", timeout=60)
    assert json.loads(published.freshness().read_text())["is_fresh"] is False
    update = published.run()
    assert f"Updating sandbox image '{published.image}'..." in update.err and "version 2" in update.out


def test_sbx_6_5_an_image_that_nobody_has_is_an_error_with_a_next_step(published):
    sandbox = {**published.world.settings["sandbox"], "image_repo": f"{REGISTRY}/workmux-test-nobody"}
    published.world.configure(sandbox=sandbox)
    done = published.world.fails("sandbox", "run", published.world.worktree("f"), "--", "true", timeout=120)
    assert "Failed to pull image" in done.err and "workmux sandbox build" in done.err
