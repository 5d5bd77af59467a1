"""What a stack policy refuses, for the emulator, which keeps policies and does not apply them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any, cast

__all__ = ["denied"]


def denied(policy: str, action: str, logical_id: str, type: str) -> str:
    """Why a stack policy refuses the action on the resource, or empty. What no statement allows is refused."""
    if not policy:
        return ""
    effects: list[tuple[str, int]] = []
    for number, statement in enumerate(json.loads(policy)["Statement"], 1):
        if _covers(statement, action, logical_id, type):
            effects.append((str(statement["Effect"]), number))
    blamed = next((number for effect, number in effects if effect == "Deny"), None)
    if blamed is not None:
        return f"Action denied by stack policy: Statement [#{blamed}] does not allow [{action}] for {logical_id}"
    return "" if effects else f"Action not allowed by stack policy: no statement allows [{action}] for {logical_id}"


def _listed(value: object) -> list[str]:
    return [value] if isinstance(value, str) else cast("list[str]", value or [])


def _covers(statement: Mapping[str, Any], action: str, logical_id: str, type: str) -> bool:
    if not any(fnmatchcase(action, pattern) for pattern in _listed(statement["Action"])):
        return False
    if not any(fnmatchcase(f"LogicalResourceId/{logical_id}", one) for one in _listed(statement["Resource"])):
        return False
    tests: Mapping[str, Any] = statement.get("Condition", {})
    return all(any(fnmatchcase(type, one) for one in _listed(test["ResourceType"])) for test in tests.values())
