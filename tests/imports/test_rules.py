"""`rules.toml` laid over classes; an entry that would say nothing is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tools.bindings.rules import Rules
from x2bee_constructs.bindings.module import Module


def laid(**table: Any) -> Module:
    """A class `Door` of core_v1 with two fields, after the rules."""
    door = {"properties": {"width": {"type": "integer"}, "openTo": {"type": "array", "items": {"type": "string"}}}}
    module = Module("test", classes={"Door": door})
    Rules({"rule": [], "check": [], "names": {}, **table}, {"k8s/core_v1": module}).apply()
    return module


def test_limits_types_and_empty_text() -> None:
    rules = [
        {"at": ["Door.width"], "minimum": 1, "required": True},
        {"at": ["Door.openTo[]"], "enum": ["in", "out"]},
        {"at": ["Door.openTo[]"], "empty": True},
    ]
    door = laid(rule=rules).classes["Door"]
    assert door["properties"]["width"] == {"type": "integer", "minimum": 1}
    assert door["properties"]["openTo"]["items"]["enum"] == ["in", "out", ""]
    assert door["required"] == ["width"]


def test_checks_and_names() -> None:
    checks = [{"at": ["Door"], "needs": ["width", "open_to", "in"]}, {"at": ["Door"], "filled": ["open_to[].x"]}]
    assert laid(check=checks, names={"Door": "dns-label"}).checks["Door"] == [
        'named("dns-label")',
        "needs('width', 'open_to', 'in')",
        "filled('open_to[].x')",
    ]


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"rule": [{"at": ["Gate.width"], "minimum": 1}]}, "there is no class Gate"),
        ({"rule": [{"at": ["Door.widht"], "minimum": 1}]}, r"there is no field Door\.widht"),
        ({"rule": [{"at": ["Door.width"], "minimun": 1}]}, "Door.width has minimun, of which nothing is known"),
        ({"check": [{"at": ["Door"], "need": ["width"]}]}, "there is no check 'need'; allowed: among, at_least_one"),
        ({"check": [{"at": ["Door"], "needs": ["width", "openTo", "in"]}]}, "Door has no openTo"),
        ({"names": {"Gate": "dns-label"}}, "there is no class Gate"),
    ],
)
def test_an_entry_that_says_nothing_is_refused(table: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        laid(**table)
