"""Findings for programs: JSON, SARIF 2.1.0 and GitHub's workflow commands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from x2bee_constructs.core.codes import Code, registry
from x2bee_constructs.core.diagnostics import Finding, Span, in_language
from x2bee_constructs.core.explained import page
from x2bee_constructs.core.language import Language

__all__ = ["as_data", "as_github", "as_sarif"]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_data(finding: Finding, language: Language) -> dict[str, Any]:
    """The finding as plain data; places count from 1, and a field that says nothing is left out."""
    told = in_language(finding, language)
    texts = {name: getattr(told, name) for name in ("place", "expected", "got", "why", "fix")}
    said: dict[str, Any] = {"code": told.code, "title": told.title, **{k: v for k, v in texts.items() if v}}
    said |= _place(told.where) if told.where else {}
    return {**said, "related": _place(told.related)} if told.related else said


def _place(span: Span) -> dict[str, Any]:
    return {"file": span.file, "line": span.line, "column": span.column, "endColumn": span.column + span.length}


def as_sarif(findings: Sequence[Finding], language: Language) -> dict[str, Any]:
    """One run, with a rule for each code that was found. Columns count characters, as ours do."""
    codes = sorted({finding.code for finding in findings})
    known = registry()
    driver = {"name": "x2bee", "version": _version(), "rules": [_rule(known[code], language) for code in codes]}
    results = [_result(in_language(finding, language), codes) for finding in findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _version() -> str:
    try:
        return version("x2bee-constructs")
    except PackageNotFoundError:  # run from a folder, not installed
        return "0"


def _rule(code: Code, language: Language) -> dict[str, Any]:
    text = {"text": f"{code.fix.in_(language)}", "markdown": page(code, language)}
    return {
        "id": code.code,
        "shortDescription": {"text": code.title.in_(language)},
        "fullDescription": {"text": f"{code.meaning.in_(language)} {code.why.in_(language)}"},
        "help": text,
        "defaultConfiguration": {"level": "error"},
    }


def _result(told: Finding, codes: Sequence[str]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": told.code,
        "ruleIndex": codes.index(told.code),
        "level": "error",
        "message": {"text": _message(told)},
    }
    if told.where:
        result["locations"] = [{"physicalLocation": _physical(told.where)}]
    if told.related:
        result["relatedLocations"] = [{"id": 1, "physicalLocation": _physical(told.related)}]
    return result


def _physical(span: Span) -> dict[str, Any]:
    path = Path(span.file)
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
    region = {"startLine": span.line, "startColumn": span.column, "endColumn": span.column + span.length}
    return {"artifactLocation": {"uri": uri}, "region": region}


def _message(told: Finding) -> str:
    parts = (told.title, told.expected and f"[{told.expected}]", told.got and f"({told.got})", told.why, told.fix)
    return "\n".join(filter(None, parts))


def as_github(findings: Iterable[Finding], language: Language) -> str:
    """One workflow command for each finding, which GitHub shows beside the line."""
    return "\n".join(_command(in_language(finding, language)) for finding in findings)


def _command(told: Finding) -> str:
    where = told.where
    place: dict[str, object] = {}
    if where:
        place = {"file": where.file, "line": where.line, "endLine": where.line}
        place |= {"col": where.column, "endColumn": where.column + where.length}
    properties = ",".join(f"{key}={_property(value)}" for key, value in {**place, "title": told.code}.items())
    return f"::error {properties}::{_escaped(_message(told))}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: object) -> str:
    return _escaped(str(value)).replace(":", "%3A").replace(",", "%2C")
