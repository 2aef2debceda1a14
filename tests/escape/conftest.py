"""Attacks from inside a real sandbox, with canaries outside, against workmux and against workmux without the guard concerned."""
import os
import pathlib

import pytest

from escape.arena import Arena


def pytest_collection_modifyitems(items):
    here = pathlib.Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.sandbox)


def weak_binary():
    return pathlib.Path(os.environ["WORKMUX_BINARY"]).with_name("workmux-weak")


@pytest.fixture
def guards():
    """The guards that are left out; `both_ways` gives each test that takes it twice."""
    return ""


@pytest.fixture
def arena(world, guards):
    """A world with the sandbox on, a worktree `f` whose agent waits for lines, and a place for canaries."""
    if guards:
        if not weak_binary().exists():
            pytest.skip(f"{weak_binary()} is not built")
        world.program = weak_binary()
        world.env["WORKMUX_WEAK"] = guards
    return Arena(world, guards)
