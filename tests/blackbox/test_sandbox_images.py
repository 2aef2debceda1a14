"""`sandbox build`, `sandbox pull` and `sandbox init-dockerfile` on a recorded engine, and the images that they make."""
import os
import subprocess

import pytest

ENGINE = """#!/bin/sh
printf '%s\\n' "--- ${{0##*/}}" "$@" "kit=$DOCKER_BUILDKIT hints=$DOCKER_CLI_HINTS" >> {root}/log
case $1 in
  build) cp Dockerfile {root}/Dockerfile-$(ls {root} | grep -c '^Dockerfile'); ls > {root}/context; . {root}/build-script ;;
  image) echo sha256:1 ;;
  buildx) exit 1 ;;
esac
exit 0
"""


@pytest.fixture
def recorded(world):
    for name in ("docker", "podman"):
        world.script(name, ENGINE.format(root=world.root))
    (world.root / "build-script").write_text("exit 0\n")
    world.configure(agent="claude", sandbox={"enabled": True, "container": {"runtime": "docker"}})
    return world


def calls(world):
    log = world.root / "log"
    return [part.rstrip("\n").split("\n") for part in log.read_text().split("--- ")[1:]] if log.exists() else []


def test_sbx_6_9_build_makes_the_base_and_then_the_agents_image(recorded):
    done = recorded.ok("sandbox", "build")
    environment = "kit=1 hints=false"
    assert calls(recorded) == [
        ["docker", "build", "-t", "localhost/workmux-sandbox-base", "-f", "Dockerfile", ".", environment],
        ["docker", "build", "--build-arg", "BASE=localhost/workmux-sandbox-base", "-t", "ghcr.io/raine/workmux-sandbox:claude",
         "-f", "Dockerfile", ".", environment]]
    base, layer = ((recorded.root / f"Dockerfile-{i}").read_text() for i in (0, 1))
    assert base.startswith("FROM debian:12-slim\n") and "COPY workmux /usr/local/bin/workmux" in base
    assert layer.startswith("ARG BASE\nFROM ${BASE}\n") and (recorded.root / "context").read_text() == "Dockerfile\n"
    assert "claude" in done.out and "sandbox pull" in done.out
    assert not list((recorded.home / ".cache/workmux").glob("build-*"))


def test_sbx_6_9_build_takes_the_configured_image_and_runtime(recorded):
    recorded.configure(agent="codex", sandbox={"image": "mine:1", "container": {"runtime": "podman"}})
    recorded.ok("sandbox", "build")
    assert [call[0] for call in calls(recorded)] == ["podman", "podman"] and "mine:1" in calls(recorded)[1]


def test_sbx_6_9_an_agent_without_a_dockerfile_lists_the_others(recorded):
    recorded.configure(agent="vibe", sandbox={"image": "mine:1"})
    done = recorded.fails("sandbox", "build")
    assert "vibe" in done.err and "claude, codex, gemini, omp, opencode, pi" in done.err and not calls(recorded)


def test_sbx_6_9_a_failed_build_ends_with_1_and_builds_nothing_on_it(recorded):
    (recorded.root / "build-script").write_text("echo broken >&2; exit 4\n")
    recorded.configure(sandbox={"container": {"runtime": "podman"}})
    done = recorded.fails("sandbox", "build")
    assert "broken" in done.err and "could not build" in done.err and len(calls(recorded)) == 1
    assert not list((recorded.home / ".cache/workmux").glob("build-*"))


def test_a_docker_without_buildkit_builds_with_the_old_builder(recorded):
    (recorded.root / "build-script").write_text('[ -z "$DOCKER_BUILDKIT" ] || exit 1\n')
    done = recorded.ok("sandbox", "build")
    assert "old builder" in done.err
    assert [call[-1] for call in calls(recorded) if call[1] == "build"] == ["kit=1 hints=false", "kit= hints=false"] * 2


def test_sbx_6_9_pull_records_the_image_as_fresh(recorded):
    done = recorded.ok("sandbox", "pull")
    image = "ghcr.io/raine/workmux-sandbox:claude"
    assert done.out == f"Pulling image '{image}'...\nImage '{image}' is up to date.\n"
    assert calls(recorded)[0][:3] == ["docker", "pull", image]
    assert '"is_fresh":true' in (recorded.state / "image-freshness-ghcr.io-raine-workmux-sandbox-claude.json").read_text().replace(" ", "")
    recorded.script("docker", "#!/bin/sh\nexit 1\n")
    assert f"Failed to pull image '{image}'" in recorded.fails("sandbox", "pull").err


def test_sbx_a36_init_dockerfile_overwrites_only_when_told(recorded):
    file = recorded.write("Dockerfile.sandbox", "mine\n")
    done = recorded.fails("sandbox", "init-dockerfile")
    assert "Dockerfile.sandbox already exists. Use --force to overwrite." in done.err and file.read_text() == "mine\n"
    done = recorded.ok("sandbox", "init-dockerfile", "--force")
    text = file.read_text()
    assert text.startswith("FROM debian:12-slim\n") and text.count("FROM") == 1 and "ARG BASE" not in text
    assert "\n\n# --- claude agent ---\n" in text
    assert "docker build -t my-sandbox -f Dockerfile.sandbox ." in done.out and "sandbox.image: my-sandbox" in done.out
    assert not calls(recorded)


def test_sbx_e10_init_dockerfile_follows_no_link(recorded):
    target = recorded.write("target", "untouched\n", at=recorded.root)
    (recorded.repo / "Dockerfile.sandbox").symlink_to(target)
    recorded.fails("sandbox", "init-dockerfile", "--force")
    assert target.read_text() == "untouched\n"


def test_sbx_13_3_install_dev_replaces_the_image_in_place(recorded):
    tree = recorded.root / "source"
    (tree / "src/guest").mkdir(parents=True)
    recorded.script("build", "#!/bin/sh\necho built \"$@\"\nmkdir -p build/$1/libexec/workmux\necho $1 > build/$1/libexec/workmux/workmux-guest\n",
                    at=tree / "tools")
    image = "ghcr.io/raine/workmux-sandbox:claude"
    done = recorded.fails("sandbox", "install-dev", "--skip-build", at=tree)
    assert "--skip-build" in done.err and not calls(recorded)
    # The context is a path, so the recording engine looks there.
    recorded.script("docker", ENGINE.format(root=recorded.root).replace("cp Dockerfile", 'cd "$4"; cp workmux {0}/installed; cp Dockerfile'.format(recorded.root)))
    done = recorded.ok("sandbox", "install-dev", "--release", at=tree)
    assert "built release workmux-guest" in done.out and image in done.out
    (build,) = [call for call in calls(recorded) if call[1] == "build"]
    assert build[2:4] == ["-t", image] and (recorded.root / "installed").read_text() == "release\n"
    text = (recorded.root / "Dockerfile-0").read_text()
    assert text == f"FROM {image}\nCOPY workmux /usr/local/bin/workmux\n"
    recorded.ok("sandbox", "install-dev", "--release", "--skip-build", at=tree)
    recorded.script("docker", "#!/bin/sh\necho 'Error: No such image' >&2\nexit 1\n")
    assert "nothing to do" in recorded.fails("sandbox", "install-dev", "--release", "--skip-build", at=tree).err
    assert "no source tree" in recorded.fails("sandbox", "install-dev").err


@pytest.mark.parametrize("agent", ["claude", "codex", "gemini", "omp", "opencode", "pi"])
def test_every_layer_is_a_dockerfile_whose_scripts_are_sound(recorded, agent):
    recorded.configure(agent=agent)
    recorded.ok("sandbox", "init-dockerfile")
    logical = (recorded.repo / "Dockerfile.sandbox").read_text().replace("\\\n", "")
    lines = [line for line in logical.splitlines() if line and not line.startswith("#")]
    assert {line.split()[0] for line in lines} <= {"FROM", "ARG", "ENV", "RUN"}
    for line in lines:
        if line.startswith("RUN "):
            done = subprocess.run(["bash", "-n", "-c", line[4:]], capture_output=True, text=True)
            assert done.returncode == 0, (line, done.stderr)


@pytest.mark.skipif(os.environ.get("WORKMUX_TEST_ENGINE", "bubblewrap") == "bubblewrap", reason="no container engine was chosen")
def test_the_base_image_is_built_and_works_on_a_real_engine(sandboxed):
    """The distribution's image is replaced by ours, which has all packages but is of another name."""
    world = sandboxed
    name = f"localhost/workmux-test:base-{os.getpid()}"
    world.configure(agent="claude")
    world.ok("sandbox", "init-dockerfile", "--force")
    text = (world.repo / "Dockerfile.sandbox").read_text().split("# --- claude agent ---")[0]
    # No network is needed for what is looked at here.
    lines = [line for line in text.replace("\\\n", "").splitlines() if not line.startswith("RUN apt-get")]
    context = world.root / "context"
    context.mkdir()
    (context / "Dockerfile").write_text("\n".join(lines).replace("debian:12-slim", "localhost/workmux-test:tools") + "\n")

    def engine(*words):
        return subprocess.run([world.runtime, *map(str, words)], env=world.env, capture_output=True, text=True, timeout=120)

    built = engine("build", "-t", name, context)
    assert built.returncode == 0, built
    try:
        world.configure(agent="agent", sandbox={**world.settings["sandbox"], "image": name})
        world.start_tmux()
        world.ok("add", "f", "-b", "-C")
        done = world.inside("f", "bash -lc 'echo $PATH'")
        assert done.out.startswith("/run/workmux/bin:"), done
    finally:
        engine("rmi", name)
