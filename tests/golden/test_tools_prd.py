"""The shared toolchain: where its charts and stacks differ from acme, golden files hold them (laws 3 and 11)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.conftest import ROOT
from tests.golden.files import assert_plain, charts, golden_files, hold_charts, hold_stacks, synthesized
from x2bee_constructs import Platform, load_platform
from x2bee_constructs.handoff.check import check_handoff
from x2bee_constructs.platform.objects import platform_files

CHARTS = {"ingress", "toolchain"}
STACKS = {f"x2bee-tools-prd-{lifecycle}" for lifecycle in ("data", "edge", "identity", "secrets", "toolchain")}
"""Of network, cluster, add-ons and mesh acme's golden files say the same."""

Made = tuple[dict[str, str], dict[str, dict[str, Any]]]


@pytest.fixture(scope="module")
def tools() -> Platform:
    return load_platform(ROOT / "stacks" / "customers" / "tools.yaml", "prd")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tools")


@pytest.fixture(scope="module")
def made(tools: Platform, folder: Path) -> Made:
    """What both sides write, once for all tests here."""
    return synthesized(tools, folder)


def test_kubernetes_side(made: Made, snapshot: SnapshotAssertion) -> None:
    found = charts(dict(sorted(made[0].items())))
    hold_charts({chart: found[chart] for chart in sorted(CHARTS)}, snapshot)


def test_aws_side(made: Made, snapshot: SnapshotAssertion) -> None:
    hold_stacks({stack: made[1][stack] for stack in sorted(STACKS)}, snapshot)


def test_no_golden_file_is_left_over() -> None:
    assert golden_files(__file__) == (CHARTS, STACKS)


def test_two_synths_are_byte_identical(tools: Platform, made: Made, tmp_path: Path) -> None:
    again = synthesized(tools, tmp_path)
    assert json.dumps(again, sort_keys=True) == json.dumps(made, sort_keys=True)
    assert dict(platform_files(tools)) == made[0], "what is written without cdk8s"


def test_what_one_side_reads_the_other_provides(made: Made, folder: Path) -> None:
    handoff = check_handoff(folder / "cdk.out", folder / "dist")
    assert handoff.gaps == ()
    assert handoff.read, f"nothing is read of {sorted(made[1])}"


def test_templates_hold_no_lambda_custom_resource_or_asset(made: Made) -> None:
    assert_plain(made[1])
