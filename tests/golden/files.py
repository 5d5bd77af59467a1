"""Golden files: one per chart and per stack, in the folder named as the test, rewritten by `make golden`."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from tests.conftest import read_templates
from x2bee_constructs import Platform


class _Golden(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT

    @classmethod
    def dirname(cls, *, test_location: Any) -> str:
        return str(Path(test_location.filepath).with_suffix(""))


class GoldenYaml(_Golden):
    """A chart's objects as one YAML stream."""

    file_extension = "yaml"


class GoldenText(_Golden):
    """A file as it is written."""

    file_extension = "txt"


class GoldenJson(_Golden):
    """A stack's template."""

    file_extension = "json"


def charts(files: Mapping[str, str]) -> dict[str, str]:
    """The objects of each chart, of the files that cdk8s writes."""
    found: dict[str, list[str]] = defaultdict(list)
    for path, text in files.items():
        found[Path(path).parts[0]].append(text)
    return {chart: "---\n".join(texts) for chart, texts in found.items()}


def hold_charts(found: Mapping[str, str], snapshot: SnapshotAssertion) -> None:
    """Each chart is its golden file, letter for letter."""
    for chart, text in found.items():
        assert text == snapshot(extension_class=GoldenYaml, name=chart)


def hold_stacks(templates: Mapping[str, Mapping[str, Any]], snapshot: SnapshotAssertion) -> None:
    """Each template is its golden file."""
    for stack, template in templates.items():
        text = json.dumps(template, indent=1, sort_keys=True) + "\n"
        assert text == snapshot(extension_class=GoldenJson, name=stack)


def golden_files(test: str) -> tuple[set[str], set[str]]:
    """The charts and stacks of which a test module has golden files."""
    folder = Path(test).with_suffix("")
    names = {end: {path.stem for path in folder.glob(f"*.{end}")} for end in ("yaml", "json")}
    return (
        {name.removeprefix("test_kubernetes_side[").removesuffix("]") for name in names["yaml"]},
        {name.removeprefix("test_aws_side[").removesuffix("]") for name in names["json"]},
    )


def synthesized(platform: Platform, folder: Path) -> tuple[dict[str, str], dict[str, dict[str, Any]]]:
    """What the real cdk8s and CDK write of a platform, into `dist` and `cdk.out`: files and templates."""
    from stacks.aws import build as build_aws
    from stacks.k8s import build as build_k8s

    build_k8s(platform, outdir=str(folder / "dist")).synth()
    build_aws(platform, outdir=str(folder / "cdk.out")).synth()
    files = {str(path.relative_to(folder / "dist")): path.read_text() for path in (folder / "dist").rglob("*.yaml")}
    return files, read_templates(folder / "cdk.out")


def assert_plain(templates: Mapping[str, Mapping[str, Any]]) -> None:
    """No template has code of its own to run, or something to be uploaded first."""
    types = {resource["Type"] for template in templates.values() for resource in template["Resources"].values()}
    assert types, "nothing was synthesized"
    assert not {kind for kind in types if kind.startswith(("Custom::", "AWS::Lambda", "AWS::CloudFormation::Custom"))}
    assert "cdk-hnb659fds-assets" not in json.dumps(templates)
