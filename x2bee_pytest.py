"""The pytest plugin of x2bee-constructs: fixtures that synthesize an app once per session (x2bee_constructs/testing).

pytest loads this in every run of an environment that has the library. So it is a module beside the package, loads
nothing of it before a test asks for one of the fixtures, and all its names begin with `x2bee_`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from x2bee_constructs.testing import Output

__all__ = ["pytest_addoption", "pytest_generate_tests", "x2bee_output", "x2bee_synth"]

_PLATFORMS = "x2bee_platforms"

pytest.register_assert_rewrite("x2bee_constructs.testing.snapshots")  # so that syrupy can show what differs


def pytest_addoption(parser: pytest.Parser) -> None:
    """The one setting: which platforms `x2bee_output` is made for."""
    said = "platforms that x2bee_output is made for, as customer/environment; all of stacks/customers if not given"
    parser.addini(_PLATFORMS, said, type="args", default=[])


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `x2bee_output` runs once for each platform, unless it says itself for which."""
    if "x2bee_output" not in metafunc.fixturenames:
        return
    if any("x2bee_output" in str(mark.args[:1]) for mark in metafunc.definition.iter_markers("parametrize")):
        return
    from x2bee_constructs.core.diagnostics import SpecError
    from x2bee_constructs.testing.app import chosen_platforms

    try:
        names = chosen_platforms(metafunc.config.rootpath, metafunc.config.getini(_PLATFORMS))
    except (SpecError, ValueError) as error:
        pytest.fail(str(error), pytrace=False)
    ids = [name.replace("/", "-") or "app" for name in names]
    metafunc.parametrize("x2bee_output", names, ids=ids, indirect=True, scope="session")


@pytest.fixture(scope="session")
def x2bee_synth(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Output]:
    """`x2bee_synth("acme/prd")`: both sides of that platform, synthesized at the first call of the session.

    The app is run as `cdk` and `cdk8s` run it, by the commands of cdk.json and cdk8s.yaml; '' is an app without a
    customer's file.
    """
    from x2bee_constructs.testing.app import SynthesisError, synthesized

    made: dict[str, Output] = {}

    def synth(platform: str) -> Output:
        if platform not in made:
            home = tmp_path_factory.mktemp("x2bee") / (platform or "app")
            try:
                made[platform] = synthesized(pytestconfig.rootpath, platform, home)
            except SynthesisError as error:
                pytest.fail(str(error), pytrace=False)
        return made[platform]

    return synth


@pytest.fixture(scope="session")
def x2bee_output(request: pytest.FixtureRequest, x2bee_synth: Callable[[str], Output]) -> Output:
    """Both sides of one platform; the test runs for each of them (`x2bee_platforms` in pytest's settings)."""
    return x2bee_synth(request.param)
