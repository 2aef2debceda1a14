"""Fixtures of every black-box test."""
import os
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support.world import World  # noqa: E402


def pytest_configure(config):
    config.addinivalue_line("markers", "full: only in make test-full (load, time, many rounds)")
    config.addinivalue_line("markers", "sandbox: runs a real sandbox")


@pytest.fixture
def world(tmp_path_factory, request):
    """A throwaway HOME, repository and private tmux server."""
    made = World()
    yield made
    made.close()


@pytest.fixture
def sandboxed(world):
    """As world, with the sandbox on (WORKMUX_TEST_ENGINE, default bubblewrap) and a scripted agent named 'agent'."""
    world.enable_sandbox()
    return world


def pytest_collection_modifyitems(items):
    if os.environ.get("WORKMUX_BINARY"):
        return
    binary = pathlib.Path(__file__).resolve().parent.parent / "build/dev/bin/workmux"
    os.environ["WORKMUX_BINARY"] = str(binary)
