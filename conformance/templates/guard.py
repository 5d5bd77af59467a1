"""Our own rules for what no checker knows, in AWS CloudFormation Guard's language, beside the constructs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

__all__ = ["ROOMS", "own_rules", "rule_names"]

ROOMS = Path(__file__).parent.parent.parent / "x2bee_constructs"


def own_rules(rooms: Path = ROOMS) -> dict[str, str]:
    """The rooms' Guard files, by name: `cluster/eks.guard`."""
    return {str(file.relative_to(rooms)): file.read_text(encoding="utf-8") for file in sorted(rooms.glob("*/*.guard"))}


def rule_names(texts: Iterable[str]) -> set[str]:
    """The rules that Guard files define."""
    return {name for text in texts for name in re.findall(r"^rule\s+(\w+)", text, re.MULTILINE)}
