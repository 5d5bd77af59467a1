"""Neither side loads the other's libraries, and the package loads neither."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT

_PROBE = """
import sys
{statement}
heavy = {{'aws_cdk', 'cdk8s', 'cdk8s_plus_27', 'constructs', 'jsii'}}
print(*{{name.partition('.')[0] for name in sys.modules}} & heavy)
"""


@pytest.mark.parametrize(
    ("statement", "loaded"),
    [
        ("import x2bee_constructs", set[str]()),
        ("import x2bee_constructs; from stacks.customer import selected_platform; selected_platform()", set[str]()),
        ("import stacks.aws", {"aws_cdk", "constructs", "jsii"}),
        ("import stacks.k8s", {"cdk8s", "constructs", "jsii"}),
    ],
)
def test_what_an_import_loads(statement: str, loaded: set[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROBE.format(statement=statement)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert set(done.stdout.split()) == loaded
