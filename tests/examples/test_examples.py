"""The examples: held by golden files, both sides fit together, and their policies are those they declare."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.conftest import ROOT
from x2bee_constructs.testing import Output, assert_handoff_closed, assert_policies
from x2bee_constructs.testing.app import chosen_platforms, synthesized
from x2bee_constructs.testing.snapshots import assert_golden

EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/app.py"))


@pytest.fixture(scope="module", params=EXAMPLES, ids=[path.name for path in EXAMPLES])
def output(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Output:
    (platform,) = chosen_platforms(request.param)
    return synthesized(request.param, platform, tmp_path_factory.mktemp(request.param.name))


def test_golden(output: Output, snapshot: SnapshotAssertion) -> None:
    assert_golden(output, snapshot)


def test_what_one_side_reads_the_other_provides(output: Output) -> None:
    assert_handoff_closed(output)


def test_policies(output: Output) -> None:
    if output.file is None:
        pytest.skip("made of constructs alone: there is no file that declares policies")
    assert_policies(output)


def test_every_example_is_listed() -> None:
    listed = (ROOT / "examples" / "README.md").read_text()
    assert len(EXAMPLES) == 2
    assert all(f"[{path.name}]({path.name}/)" in listed for path in EXAMPLES)


@pytest.mark.parametrize("example", EXAMPLES, ids=[path.name for path in EXAMPLES])
def test_wrong_use_says_what_is_right(example: Path) -> None:
    done = subprocess.run([sys.executable, "app.py"], cwd=example, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("usage: python app.py aws|k8s")
