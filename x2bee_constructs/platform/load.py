"""A customer's file becomes a `Platform`, or one error with every fault in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from x2bee_constructs.core.diagnostics import Finding, Span, SpecError
from x2bee_constructs.core.documents import Document, Place, as_mapping, merge
from x2bee_constructs.core.faults import meant
from x2bee_constructs.core.reading import read
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.platform.repair import Repair
from x2bee_constructs.platform.standard import without_contradictions

__all__ = ["Loaded", "environment_faults", "environments_of", "load_all", "load_platform"]


class Loaded(NamedTuple):
    """A customer's file as far as it could be understood."""

    document: Document
    """The file."""
    merged: Mapping[str, Document]
    """The file with the overlay of each environment on it; `prd` alone if it names none."""
    platforms: Mapping[str, Platform]
    """The platform of each environment that has no fault."""
    findings: tuple[Finding, ...]
    """Every fault, each at its line and column."""


def load_all(path: str | Path) -> Loaded:
    """Every environment of a customer's file, and every fault of it; never raises for what the file says."""
    document = read(Path(path))
    if any(finding.code == "X2B100" for finding in document.findings):
        return Loaded(document, {}, {}, document.findings)
    findings = [*document.findings, *_shape(document)]
    if as_mapping(document.data) is None:
        return Loaded(document, {}, {}, tuple(findings))
    platforms: dict[str, Platform] = {}
    merged: dict[str, Document] = {}
    for name, overlay in (_overlays(document) or {"prd": Document(document.file)}).items():
        merged[name] = _merged(document, name, overlay)
        platform, faults = _validated(merged[name], overlay, name)
        findings += faults
        if platform:
            platforms[name] = platform
    return Loaded(document, merged, platforms, tuple(dict.fromkeys(findings)))


def load_platform(path: str | Path, environment: str) -> Platform:
    """The platform that the customer's file describes for one of its environments.

    All environments of the file are checked, so that a fault in one is seen before it is needed. Raises `SpecError`
    with every fault of the file, each at its line and column.
    """
    loaded = load_all(path)
    findings = [*loaded.findings, *environment_faults(loaded, environment)]
    if findings:
        raise SpecError(findings, {loaded.document.file: loaded.document.lines})
    return loaded.platforms[environment]


def environment_faults(loaded: Loaded, environment: str | None) -> list[Finding]:
    """The fault of asking for an environment that the file does not have, or for whichever it has where it has none.

    None of a file that says nothing readable.
    """
    known = list(_overlays(loaded.document))
    if environment is None:
        environment = next(iter(known), "prd")
    unread = as_mapping(loaded.document.data) is None or any(
        finding.code == "X2B100" or finding.place == "environments" for finding in loaded.findings
    )
    return [] if unread or environment in known else [_unknown_environment(loaded.document, environment, known)]


def environments_of(path: str | Path) -> tuple[str, ...]:
    """The environments of a customer's file, in its order; `prd` if it names none. Nothing else of it is checked.

    Raises `SpecError` if the file cannot be read.
    """
    document = read(Path(path))
    if any(finding.code == "X2B100" for finding in document.findings):
        raise SpecError(document.findings, {document.file: document.lines})
    return tuple(_overlays(document)) or ("prd",)


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
        mapping = as_mapping(overlay)
        if overlay is not None and mapping is None:
            found.append(_not_overlays(document, ("environments", name), "a mapping of what differs there, or nothing"))
        for key in {"environment", "environments"} & set(mapping or {}):
            where = document.key_span(("environments", name, key))
            found.append(
                Finding("X2B102", f"unknown key '{key}' in an environment", where, f"environments.{name}.{key}")
            )
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
    over = {key: value for key, value in (as_mapping(overlay.data) or {}).items() if not key.startswith("environment")}
    if "databases" in data:
        data["databases"] = without_contradictions(data["databases"], over.get("databases"))
    base = Document(document.file, data, document.lines, document.keys, document.values)
    both = merge(base, Document(overlay.file, over, overlay.lines, overlay.keys, overlay.values)) if over else base
    at = document.key_span(("environments", environment))
    named = {**both.data, "environment": environment}
    spans = {("environment",): at}
    return Document(both.file, named, both.lines, {**both.keys, **spans}, {**both.values, **spans})


def _validated(document: Document, overlay: Document, name: str) -> tuple[Platform | None, list[Finding]]:
    """The platform, or its faults: those of single fields first, then, with these put aside, those across fields."""
    try:
        return Platform.model_validate(document.data), []
    except ValidationError as error:
        faults = error.errors(include_url=False)
    repair = Repair(document.data)
    found = list(faults)
    for up in (0, 0, 1, 2, 3):  # what is still wrong without the wrong value goes with what holds it
        if not repair.put_aside(faults, up):
            continue  # nothing was there to take out: the faults would be the same
        try:
            Platform.model_validate(repair.data)
        except ValidationError as error:
            faults = error.errors(include_url=False)
            found += repair.news(faults)
        else:
            break
    return None, [_finding(document, overlay, name, fault) for fault in _without_echoes(found)]


def _without_echoes(faults: list[ErrorDetails]) -> list[ErrorDetails]:
    """One mistake is one fault: a misspelt required key is not also missing, a list of wrong entries not also short."""
    intended = {(*fault["loc"][:-1], fault.get("ctx", {}).get("fix")) for fault in faults if fault["type"] == "X2B102"}
    entries = {fault["loc"][:-1] for fault in faults if fault["loc"] and isinstance(fault["loc"][-1], int)}
    missing = [f for f in faults if f["type"] == "X2B105" and f["loc"] in intended]
    short = [f for f in faults if f["type"] == "X2B104" and f["loc"] in entries]
    return [fault for fault in faults if fault not in missing and fault not in short]


def _finding(document: Document, overlay: Document, name: str, fault: ErrorDetails) -> Finding:
    place = tuple(fault["loc"])
    context = fault.get("ctx", {})
    at_key = fault["type"] in {"X2B102", "X2B105", "X2B113"} or (place and place[-1] == "[key]")
    where = document.key_span(place) if at_key else document.span(place)
    texts = {part: str(context.get(part, "")) for part in ("expected", "got", "why", "fix")}
    if place and len(place) == 1:  # the loader sets the environment, a file cannot
        texts["expected"] = texts["expected"].replace("environment, ", "")
    if isinstance(fault["input"], int | float) and texts["fix"].endswith(f'"{fault["input"]}"'):
        # A number where text belongs: what was written counts (012, 2.40), not what YAML read (12, 2.4).
        texts["got"] = document.source(where)
        texts["fix"] = texts["fix"].replace(f'"{fault["input"]}"', f'"{texts["got"]}"')
    known = document.known(place)
    said_in = ("environments", name) if where in (*overlay.keys.values(), *overlay.values.values()) else ()
    dotted = ".".join(str(part) for part in (*said_in, *known))
    title = str(context.get("title", fault["msg"]))
    related = _related(document, place, str(context.get("related", "")))
    return Finding(fault["type"], title, where, dotted, **texts, related=related)


def _related(document: Document, place: Place, dotted: str) -> Span | None:
    """Where the other place stands: from the top of the file, else from whatever holds the value, the nearest first."""
    other = tuple(int(part) if part.isdecimal() else part for part in dotted.split("."))
    above = (place[:count] for count in (0, *range(len(place) - 1, 0, -1)))
    candidates = ((*base, *other) for base in above) if dotted else ()
    return next((document.values[found] for found in candidates if found in document.values and found != place), None)


def _unknown_environment(document: Document, environment: str, known: list[str]) -> Finding:
    hint, _ = meant(environment, known)
    return Finding(
        "X2B206",
        f"the file has no environment '{environment}'{hint}",
        document.key_span(("environments",)) if ("environments",) in document.keys else Span(document.file, 1, 1, 1),
        "environments",
        expected=f"one of {', '.join(known)}" if known else "at least one, such as prd: {}",
        fix="set X2BEE_ENV to one of them, or add it under environments",
    )
