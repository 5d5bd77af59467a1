"""Golden files: what an app was synthesized to, held by syrupy without what changes for no reason of the app's.

Needs the extra `test`.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from syrupy.location import PyTestLocation

from x2bee_constructs.core.documents import as_list, as_mapping
from x2bee_constructs.difference.texts import chart_texts
from x2bee_constructs.testing.app import Output

__all__ = ["ManifestSnapshot", "TemplateSnapshot", "assert_golden", "stable"]

_ASSET = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?=\.(?:zip|json|js|template\.json|tar\.gz)\b)")
"""The digest in an asset's file name: it changes with any byte of the asset, also with the build of a library."""
_IMAGE = re.compile(r"(container-assets-[^:]*:)[0-9a-f]{64}")
_NOTICE = "AWS::CDK::Metadata"
"""A resource whose value encodes the versions of the CDK's libraries."""


class _Golden(SingleFileSnapshotExtension):
    """One file for each snapshot, in a folder with the test file's name in `golden` beside it."""

    _write_mode = WriteMode.TEXT

    @classmethod
    def dirname(cls, *, test_location: PyTestLocation) -> str:
        return str(Path(test_location.filepath).parent / "golden" / test_location.basename)


class ManifestSnapshot(_Golden):
    """Kubernetes objects as they are in the YAML: `assert text == snapshot(extension_class=ManifestSnapshot)`."""

    file_extension = "yaml"


class TemplateSnapshot(_Golden):
    """A CloudFormation template, sorted and without noise: `assert template == snapshot(extension_class=…)`."""

    file_extension = "json"

    def serialize(self, data: Any, **kwargs: Any) -> str:
        """The template, a mapping or its JSON, as text that says the same whenever the app says the same."""
        template = json.loads(data) if isinstance(data, str) else data
        return json.dumps(stable(template), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def stable(value: Any) -> Any:
    """A part of a template with `<asset>` for digests of assets, and `<versions>` for what the CDK says of itself."""
    if isinstance(value, str):
        return _IMAGE.sub(r"\1<asset>", _ASSET.sub("<asset>", value))
    if isinstance(value, list):
        return [stable(one) for one in as_list(value)]
    if (mapping := as_mapping(value)) is None:
        return value
    if mapping.get("Type") == _NOTICE:
        return {**mapping, "Properties": {"Analytics": "<versions>"}}
    return {key: stable(one) for key, one in mapping.items()}


def assert_golden(output: Output, snapshot: SnapshotAssertion) -> None:
    """Every chart and every stack is what its golden file says; `pytest --snapshot-update` accepts what is there."""
    charts, stacks = chart_texts(output.manifests), sorted(output.templates.glob("*.template.json"))
    if not charts and not stacks:
        raise AssertionError(f"nothing was synthesized in {output.home}")
    for name, text in charts.items():
        assert text == snapshot(extension_class=ManifestSnapshot, name=name)
    for stack in stacks:
        name = stack.name.removesuffix(".template.json")
        assert stack.read_text(encoding="utf-8") == snapshot(extension_class=TemplateSnapshot, name=name)
