"""What acme prd is synthesized to, on both sides, is held by golden files (law 3) and is deterministic (law 11)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from syrupy.assertion import SnapshotAssertion

from tests.conftest import read_templates
from tests.golden.files import assert_plain, charts, golden_files, hold_charts, hold_stacks, synthesized
from x2bee_constructs import Platform


def test_kubernetes_side(k8s_files: dict[str, str], snapshot: SnapshotAssertion) -> None:
    hold_charts(charts(k8s_files), snapshot)


def test_aws_side(templates: dict[str, dict[str, Any]], snapshot: SnapshotAssertion) -> None:
    hold_stacks(templates, snapshot)


def test_no_golden_file_is_left_over(k8s_files: dict[str, str], templates: dict[str, dict[str, Any]]) -> None:
    assert golden_files(__file__) == (set(charts(k8s_files)), set(templates))


def test_two_synths_are_byte_identical(
    tmp_path: Path, acme: Callable[[str], Platform], k8s_files: dict[str, str], templates: dict[str, dict[str, Any]]
) -> None:
    assert synthesized(acme("prd"), tmp_path) == (k8s_files, templates)


def test_templates_hold_no_lambda_custom_resource_or_asset(templates: dict[str, dict[str, Any]]) -> None:
    assert_plain(templates)


def test_feature_flags_of_the_app_change_nothing(
    tmp_path: Path, acme: Callable[[str], Platform], templates: dict[str, dict[str, Any]]
) -> None:
    from aws_cdk import App

    from x2bee_constructs.aws import PlatformStacks

    flags = json.loads((Path(__file__).parent.parent / "data" / "feature-flags.json").read_text())
    app = App(context=flags, outdir=str(tmp_path), analytics_reporting=False)
    PlatformStacks(app, acme("prd"))
    app.synth()
    with_flags = read_templates(tmp_path)
    for stack, template in templates.items():
        assert with_flags[stack]["Resources"].keys() == template["Resources"].keys()
        for name, resource in template["Resources"].items():
            assert with_flags[stack]["Resources"][name].get("Properties") == resource.get("Properties"), name
