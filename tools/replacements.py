"""The table of create-only properties, `x2bee_constructs/difference/replacements.json`.

The pinned CDK CLI has a database of all resource types; of it, names only. `python -m tools.replacements` writes the
table, `--check` says whether it is what the database gives.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from x2bee_constructs.core.documents import as_list, as_mapping
from x2bee_constructs.difference.resources import TABLE

_ROOT = Path(__file__).parent.parent
_DATABASE = _ROOT / "node_modules" / "aws-cdk" / "db.json.gz"
_TABLE = _ROOT / "x2bee_constructs" / "difference" / TABLE

_CERTAINTY = {"yes": "always", "maybe": "perhaps"}


def main(arguments: list[str]) -> int:
    """Write the table, or with `--check` compare it; 1 if it differs."""
    made = _text(_rows())
    if arguments != ["--check"]:
        _TABLE.write_text(made, encoding="utf-8")
    elif made != _TABLE.read_text(encoding="utf-8"):
        print(f"{_TABLE.relative_to(_ROOT)} is not what the CDK CLI's database gives; run make replacements")
        return 1
    return 0


def _text(rows: Mapping[str, Mapping[str, Any]]) -> str:
    """One line for each type, so that a newer database shows as few changed lines."""
    lines = (f"{json.dumps(name)}: {json.dumps(rows[name], separators=(',', ':'))}" for name in sorted(rows))
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _rows() -> dict[str, dict[str, Any]]:
    schema = json.loads(gzip.decompress(_DATABASE.read_bytes()))["schema"]
    types = {found["$id"]: found["properties"] for found in schema["typeDefinition"]["entities"]}
    rows: dict[str, dict[str, Any]] = {}
    for resource in schema["resource"]["entities"]:
        row = _row(resource, types)
        if row:
            rows[resource["cloudFormationType"]] = row
    return rows


def _row(resource: Mapping[str, Any], types: Mapping[str, Any]) -> dict[str, Any]:
    named: dict[str, set[str]] = {"always": set(), "perhaps": set()}
    for certainty, name in _walk(resource["properties"], "", types, frozenset()):
        named[certainty].add(name)
    always = {name for name in named["always"] if not _below(name, named["always"])}
    perhaps = {name for name in named["perhaps"] - always if not _below(name, always | named["perhaps"])}
    row: dict[str, Any] = {key: sorted(found) for key, found in (("always", always), ("perhaps", perhaps)) if found}
    return {**row, "stateful": True} if resource.get("isStateful") else row


def _below(name: str, others: set[str]) -> bool:
    return any(name.startswith(f"{other}.") for other in others)


def _walk(
    properties: Mapping[str, Any], above: str, types: Mapping[str, Any], seen: frozenset[str]
) -> Iterator[tuple[str, str]]:
    for name, found in properties.items():
        if certainty := _CERTAINTY.get(str(found.get("causesReplacement"))):
            yield certainty, above + name
        for reference in _references(found["type"]):
            if reference not in seen and reference in types:
                yield from _walk(types[reference], f"{above}{name}.", types, seen | {reference})


def _references(found: Any) -> Iterator[str]:
    """The types of which a property's value, or its items, are made."""
    said = as_mapping(found) or {}
    if said.get("type") == "ref":
        yield said["reference"]["$ref"]
    for inner in (*as_list(found), *as_list(said.get("types")), said.get("element")):
        yield from _references(inner) if inner else ()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
