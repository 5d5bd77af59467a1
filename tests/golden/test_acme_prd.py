"""What acme prd is synthesized to, on both sides, is held by golden files (law 3) and is deterministic (law 11)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from syrupy.assertion import SnapshotAssertion

from tests.conftest import read_templates
from tests.golden.files import GoldenJson, GoldenYaml
from x2bee_constructs import Platform


def test_kubernetes_side(k8s_files: dict[str, str], snapshot: SnapshotAssertion) -> None:
    charts: dict[str, list[str]] = defaultdict(list)
    for path, text in k8s_files.items():
        charts[Path(path).parts[0]].append(text)
    for chart, texts in charts.items():
        assert "---\n".join(texts) == snapshot(extension_class=GoldenYaml, name=chart)


def test_aws_side(templates: dict[str, dict[str, Any]], snapshot: SnapshotAssertion) -> None:
    for stack, template in templates.items():
        text = json.dumps(template, indent=1, sort_keys=True) + "\n"
        assert text == snapshot(extension_class=GoldenJson, name=stack)


def test_no_golden_file_is_left_over(k8s_files: dict[str, str], templates: dict[str, dict[str, Any]]) -> None:
    golden = Path(__file__).parent / "test_acme_prd"
    assert {path.stem for path in golden.glob("*.yaml")} == {
        f"test_kubernetes_side[{Path(path).parts[0]}]" for path in k8s_files
    }
    assert {path.stem for path in golden.glob("*.json")} == {f"test_aws_side[{stack}]" for stack in templates}


def test_two_synths_are_byte_identical(
    tmp_path: Path, acme: Callable[[str], Platform], k8s_files: dict[str, str], templates: dict[str, dict[str, Any]]
) -> None:
    from stacks.aws import build as build_aws
    from stacks.k8s import build as build_k8s

    build_k8s(acme("prd"), outdir=str(tmp_path / "dist")).synth()
    again = {str(p.relative_to(tmp_path / "dist")): p.read_text() for p in (tmp_path / "dist").rglob("*.yaml")}
    assert again == k8s_files
    build_aws(acme("prd"), outdir=str(tmp_path / "cdk.out")).synth()
    assert json.dumps(read_templates(tmp_path / "cdk.out"), sort_keys=True) == json.dumps(templates, sort_keys=True)


def test_templates_hold_no_lambda_custom_resource_or_asset(templates: dict[str, dict[str, Any]]) -> None:
    types = {resource["Type"] for template in templates.values() for resource in template["Resources"].values()}
    assert types, "nothing was synthesized"
    assert not {kind for kind in types if kind.startswith(("Custom::", "AWS::Lambda", "AWS::CloudFormation::Custom"))}
    assert "cdk-hnb659fds-assets" not in json.dumps(templates)


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
