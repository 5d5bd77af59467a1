"""The manifests of each chart as one text: what golden files hold."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

__all__ = ["chart_texts"]


def chart_texts(folder: Path) -> Mapping[str, str]:
    """The objects of each chart; cdk8s writes a file for each chart, or a folder with one for each object."""
    found: dict[str, list[str]] = {}
    for file in sorted(folder.rglob("*.yaml")):
        found.setdefault(file.relative_to(folder).parts[0].partition(".")[0], []).append(file.read_text("utf-8"))
    return {chart: "---\n".join(texts) for chart, texts in found.items()}
