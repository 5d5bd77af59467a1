"""Neither side loads the other's libraries, and the package loads neither."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

import x2bee_constructs
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
        ("from x2bee_constructs import *", set[str]()),
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


def test_the_package_itself_loads_no_model() -> None:
    probe = "import sys, x2bee_constructs; print('pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]


def test_python_finds_what_type_checkers_see() -> None:
    tree = ast.parse((ROOT / "x2bee_constructs" / "__init__.py").read_text(encoding="utf-8"))
    seen = {
        name.name: node.module
        for block in tree.body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    }
    assert sorted(seen) == sorted(x2bee_constructs.__all__)
    for name, module in seen.items():
        assert module is not None
        assert getattr(x2bee_constructs, name) is getattr(sys.modules[module], name)
    assert {"Platform", "Handoff", "__doc__"} <= set(dir(x2bee_constructs))
    with pytest.raises(AttributeError, match="has no attribute 'Platfrom'"):
        _ = x2bee_constructs.Platfrom
