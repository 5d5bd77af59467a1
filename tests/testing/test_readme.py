"""The examples of the room's README are tests of a repository that `x2bee new` wrote."""

from __future__ import annotations

import re
import shutil

import pytest

from tests.conftest import ROOT
from x2bee_constructs.cli.repository import Customer, Library, repository

pytest_plugins = ["pytester"]

BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.mark.apps
def test_the_readmes_examples(pytester: pytest.Pytester) -> None:
    customer = Customer("beta", "beta.co.kr", "012345678901", "ap-northeast-2")
    for path, content in repository(customer, Library("==1"), "none").items():
        (pytester.path / path).parent.mkdir(parents=True, exist_ok=True)
        (pytester.path / path).write_bytes(content)
    (pytester.path / "tests" / "test_platform.py").unlink()
    blocks = BLOCK.findall((ROOT / "x2bee_constructs" / "testing" / "README.md").read_text())
    for number, block in enumerate(blocks):
        (pytester.path / "tests" / f"test_block_{number}.py").write_text(block)

    def run(*more: str) -> pytest.RunResult:
        settings = ("-p", "x2bee_pytest", "-p", "no:cacheprovider", "-o", "x2bee_platforms=beta/prd", *more)
        return pytester.runpytest_subprocess(*settings)

    first = run("--snapshot-update")
    first.assert_outcomes(passed=4, failed=1)  # there is nothing released yet
    first.stdout.fnmatch_lines(["*there is no folder 'released/prd'*"])
    shutil.copytree(pytester.path / "runpytest-0" / "x2bee0" / "beta" / "prd", pytester.path / "released" / "prd")
    run().assert_outcomes(passed=5)
    assert (pytester.path / "tests" / "golden" / "test_block_2" / "test_what_the_gift_service_may_do.json").is_file()
