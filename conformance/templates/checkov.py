"""Checkov: whether resources are as security benchmarks want them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from conformance.templates.programs import Objection, Program, output

__all__ = ["CHECKOV"]


def _run(binary: Path, templates: Mapping[Path, str], scratch: Path) -> list[Objection]:
    files = [argument for path in templates for argument in ("--file", str(path))]
    how = ["--framework", "cloudformation", "--skip-download", "--compact", "--soft-fail", "--output", "json"]
    target = scratch / "results_json.json"
    said = output(binary, [*how, "--output-file-path", str(scratch), *files], target, lambda code: code == 0)
    if unread := said["summary"]["parsing_errors"]:
        raise RuntimeError(f"Checkov could not read {unread} templates: {said['results'].get('parsing_errors')}")
    return [_objection(check) for check in said["results"]["failed_checks"]]


def _objection(check: Mapping[str, Any]) -> Objection:
    return Objection(
        Path(check["file_abs_path"]), check["check_id"], check["resource"].partition(".")[2], check["check_name"]
    )


def _skips(metadata: Mapping[str, Any]) -> dict[str, str]:
    return {skip["id"]: skip.get("comment", "") for skip in metadata.get("skip", [])}


CHECKOV = Program("checkov", _run, _skips)
"""Reads `Metadata: {checkov: {skip: [{id: …, comment: …}]}}` of a resource."""
