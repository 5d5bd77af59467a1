"""cfn-lint: whether CloudFormation would take the template in its region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from conformance.templates.programs import Objection, Program, output

__all__ = ["CFN_LINT"]

_FINDINGS = 2 | 4 | 8
"""cfn-lint's exit code is a sum: 2 errors, 4 warnings, 8 informational; anything else is a failure of its own."""


def _run(binary: Path, templates: Mapping[Path, str], scratch: Path) -> list[Objection]:
    found: list[Objection] = []
    for region in sorted(set(templates.values())):
        files = [str(path) for path, where in templates.items() if where == region]
        target = scratch / f"{region}.json"
        arguments = ["--regions", region, "--format", "json", "--output-file", str(target), "--", *files]
        found += map(_objection, output(binary, arguments, target, lambda code: code & ~_FINDINGS == 0))
    return found


def _objection(match: Mapping[str, Any]) -> Objection:
    path: Sequence[Any] = match["Location"]["Path"] or []
    logical_id = str(path[1]) if len(path) > 1 and path[0] == "Resources" else ""
    return Objection(Path(match["Filename"]), match["Rule"]["Id"], logical_id, match["Message"])


def _skips(metadata: Mapping[str, Any]) -> dict[str, str]:
    ignored: Sequence[str] = metadata.get("config", {}).get("ignore_checks", [])
    return {rule: metadata.get("reasons", {}).get(rule, "") for rule in ignored}


CFN_LINT = Program("cfn-lint", _run, _skips)
"""Reads `Metadata: {cfn-lint: {config: {ignore_checks: […]}}}`, of a resource or of the template."""
