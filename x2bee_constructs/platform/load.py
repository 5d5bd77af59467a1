"""A customer's file becomes a `Platform`, or one error with every fault in it."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from x2bee_constructs.core.diagnostics import Finding, Span, SpecError
from x2bee_constructs.core.documents import Document, Place, as_mapping, merge
from x2bee_constructs.core.faults import nearest
from x2bee_constructs.core.reading import read
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.platform.repair import Repair

__all__ = ["load_platform"]


def load_platform(path: str | Path, environment: str) -> Platform:
    """The platform that the customer's file describes for one of its environments.

    All environments of the file are checked, so that a fault in one is seen before it is needed. Raises `SpecError`
    with every fault of the file, each at its line and column.
    """
    document = read(Path(path))
    lines = {document.file: document.lines}
    if any(finding.code == "X2B100" for finding in document.findings):
        raise SpecError(document.findings, lines)
    findings = [*document.findings, *_shape(document)]
    overlays = _overlays(document)
    platforms: dict[str, Platform] = {}
    for name, overlay in (overlays or {"prd": Document(document.file)}).items():
        platform, faults = _validated(_merged(document, name, overlay))
        findings += faults
        if platform:
            platforms[name] = platform
    if environment not in overlays:
        findings.append(_unknown_environment(document, environment, list(overlays)))
    if findings:
        raise SpecError(findings, lines)
    return platforms[environment]


def _shape(document: Document) -> list[Finding]:
    """Faults of what is not the platform's: the top and `environments`."""
    data = as_mapping(document.data)
    if data is None:
        expected = "customer: …, domain: … and so on"
        return [Finding("X2B103", "the file is not a mapping", document.span(()), expected=expected)]
    found: list[Finding] = []
    if "environment" in data:
        title = "unknown key 'environment'; did you mean 'environments'?"
        found.append(Finding("X2B102", title, document.key_span(("environment",)), "environment", fix="environments"))
    if "environments" in data and as_mapping(data["environments"]) is None:
        return [
            *found,
            _not_overlays(document, ("environments",), "a mapping of each environment's name to what differs"),
        ]
    for name, overlay in (as_mapping(data.get("environments")) or {}).items():
        if overlay is not None and as_mapping(overlay) is None:
            found.append(_not_overlays(document, ("environments", name), "a mapping of what differs there, or nothing"))
    return found


def _not_overlays(document: Document, place: tuple[str, ...], expected: str) -> Finding:
    return Finding(
        "X2B103", f"'{place[-1]}' has the wrong type", document.span(place), ".".join(place), expected=expected
    )


def _overlays(document: Document) -> dict[str, Document]:
    if as_mapping(document.data) is None:
        return {}
    environments = document.part("environments")
    names = as_mapping(environments.data) or {}
    return {
        name: environments.part(name) for name, over in names.items() if over is None or as_mapping(over) is not None
    }


def _merged(document: Document, environment: str, overlay: Document) -> Document:
    """The file without `environments`, with one of them laid over it and its name set."""
    data = {
        key: value
        for key, value in (as_mapping(document.data) or {}).items()
        if key not in {"environment", "environments"}
    }
    base = Document(document.file, data, document.lines, document.keys, document.values)
    both = merge(base, overlay) if overlay.data else base
    at = document.key_span(("environments", environment))
    named = {**both.data, "environment": environment}
    spans = {("environment",): at}
    return Document(both.file, named, both.lines, {**both.keys, **spans}, {**both.values, **spans})


def _validated(document: Document) -> tuple[Platform | None, list[Finding]]:
    """The platform, or its faults: those of single fields first, then, with these put aside, those across fields."""
    try:
        return Platform.model_validate(document.data), []
    except ValidationError as error:
        faults = error.errors(include_url=False)
    repair = Repair(document.data)
    found = list(faults)
    for _ in range(4):
        repair.put_aside(faults)
        try:
            Platform.model_validate(repair.data)
        except ValidationError as error:
            faults = error.errors(include_url=False)
            found += repair.news(faults)
        else:
            break
    return None, [_finding(document, fault) for fault in _without_echoes(found)]


def _without_echoes(faults: list[ErrorDetails]) -> list[ErrorDetails]:
    """A misspelt key that is required is one fault, not an unknown key and a missing one."""
    meant = {(*fault["loc"][:-1], fault.get("ctx", {}).get("fix")) for fault in faults if fault["type"] == "X2B102"}
    return [fault for fault in faults if fault["type"] != "X2B105" or fault["loc"] not in meant]


def _finding(document: Document, fault: ErrorDetails) -> Finding:
    place = tuple(fault["loc"])
    context = fault.get("ctx", {})
    at_key = fault["type"] in {"X2B102", "X2B105"} or (place and place[-1] == "[key]")
    where = document.key_span(place) if at_key else document.span(place)
    texts = {name: str(context.get(name, "")) for name in ("expected", "got", "why", "fix")}
    if isinstance(fault["input"], int | float) and texts["fix"].endswith(f'"{fault["input"]}"'):
        # A number where text belongs: what was written counts (012, 2.40), not what YAML read (12, 2.4).
        texts["got"] = document.source(where)
        texts["fix"] = texts["fix"].replace(f'"{fault["input"]}"', f'"{texts["got"]}"')
    dotted = ".".join(str(part) for part in document.known(place))
    title = str(context.get("title", fault["msg"]))
    return Finding(
        fault["type"], title, where, dotted, **texts, related=_related(document, place, str(context.get("related", "")))
    )


def _related(document: Document, place: Place, dotted: str) -> Span | None:
    other = tuple(dotted.split("."))
    candidates = (other, (*place[:-1], *other)) if dotted else ()
    return next((document.values[found] for found in candidates if found in document.values), None)


def _unknown_environment(document: Document, environment: str, known: list[str]) -> Finding:
    guess = nearest(environment, known)
    hint = f"; did you mean '{guess}'?" if guess else ""
    return Finding(
        "X2B206",
        f"the file has no environment '{environment}'{hint}",
        document.key_span(("environments",)) if ("environments",) in document.keys else Span(document.file, 1, 1, 1),
        "environments",
        expected=f"one of {', '.join(known)}" if known else "at least one, such as prd: {}",
        fix="set X2BEE_ENV to one of them, or add it under environments",
    )
