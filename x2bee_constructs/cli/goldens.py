"""Golden files that a release makes old: they held what was synthesized before, and hold what is synthesized now."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from x2bee_constructs.difference.texts import chart_texts

__all__ = ["GOLDEN", "moved_goldens"]

GOLDEN = Path("tests", "golden")
"""Where an app's golden files are, as `x2bee new` has them."""


def moved_goldens(before: Path, after: Path, folder: Path = GOLDEN) -> Mapping[Path, str]:
    """The golden files that are a chart of `before`, word for word, each with that chart of `after`; only what changes.

    A file that says something else already is a fault that somebody has to look at: it stays.
    """
    old, new = chart_texts(before), chart_texts(after)
    changed = {text: new[chart] for chart, text in old.items() if new.get(chart, text) != text}
    found = {path: path.read_text("utf-8") for path in sorted(folder.rglob("*.yaml"))} if changed else {}
    return {path: changed[text] for path, text in found.items() if text in changed}
