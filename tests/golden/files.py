"""Golden files: one per chart and per stack, in the folder named as the test, rewritten by `make golden`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode


class _Golden(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT

    @classmethod
    def dirname(cls, *, test_location: Any) -> str:
        return str(Path(test_location.filepath).with_suffix(""))


class GoldenYaml(_Golden):
    """A chart's objects as one YAML stream."""

    file_extension = "yaml"


class GoldenJson(_Golden):
    """A stack's template."""

    file_extension = "json"
