"""The catalog under what a customer says: mappings merge, everything else is replaced."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from x2bee_constructs.catalog import STANDARD_DATABASES, STANDARD_SERVICES
from x2bee_constructs.core.documents import as_mapping
from x2bee_constructs.database.props import Database, laid_aside
from x2bee_constructs.workload.runtimes import KNOWN_RUNTIMES
from x2bee_constructs.workload.service import Service

__all__ = ["with_standard_databases", "with_standard_services", "without_contradictions"]


def with_standard_services(given: Any) -> Any:
    """The standard services with the customer's changes, and the customer's own services.

    What is not a mapping comes back as it is, for pydantic to refuse.
    """
    services = as_mapping(given)
    if services is None:
        return given
    said = {name: _plain(value) for name, value in services.items()}
    left_out = {name for name, value in said.items() if (as_mapping(value) or {}).get("enabled") is False}
    standard = {name: _standard(service, left_out) for name, service in STANDARD_SERVICES.items()}
    return {**standard, **{name: _laid_on(standard.get(name), value) for name, value in said.items()}}


def with_standard_databases(given: Any) -> Any:
    """The standard databases with the customer's changes, and the customer's own databases."""
    databases = as_mapping(given)
    if databases is None:
        return given
    said = {name: _as_said(value) for name, value in databases.items()}
    standard = {name: _as_said(database) for name, database in STANDARD_DATABASES.items()}
    below = without_contradictions(standard, said)
    return {**standard, **{name: _laid_on(below.get(name), value) for name, value in said.items()}}


def without_contradictions(below: Any, above: Any) -> Any:
    """The databases as they were said, without what `above`, which is laid on them, makes meaningless.

    An environment that says `engine: cloudnative-pg` need not take the instance class of production back. What is not a
    mapping comes back as it is, for pydantic to refuse.
    """
    said, over = as_mapping(below), as_mapping(above)
    if said is None or over is None:
        return below
    return {name: _without(as_mapping(value), as_mapping(over.get(name))) or value for name, value in said.items()}


def _without(below: Mapping[str, Any] | None, above: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if below is None or above is None:
        return None
    gone = laid_aside(below, above)
    return {field: value for field, value in below.items() if field not in gone}


def _as_said(value: Any) -> Any:
    """A database as a customer's file would write it."""
    return value.model_dump(exclude_unset=True) if isinstance(value, Database) else value


def _standard(service: Service, left_out: set[str]) -> dict[str, Any]:
    plain = _plain(service)
    kept: dict[str, Any] = {}
    for field in ("calls", "writes"):
        if others := plain.get(field):
            kept[field] = tuple(other for other in others if other not in left_out)
    return {**plain, **kept}


def _plain(value: Any) -> Any:
    """A service as a customer's file would write it; a runtime that is not ours stays an object."""
    if not isinstance(value, Service):
        return value
    runtime: Any = value.runtime
    if type(runtime) in KNOWN_RUNTIMES:
        runtime = {"kind": runtime.kind, **runtime.model_dump(exclude_unset=True)}
    return {**value.model_dump(exclude_unset=True, exclude={"runtime"}), **({"runtime": runtime} if runtime else {})}


def _laid_on(base: Any, over: Any) -> Any:
    """Nothing said leaves the base; a runtime of another kind replaces it, one of the same or no kind changes it."""
    below, above = as_mapping(base), as_mapping(over)
    if below is not None and "kind" in below and isinstance(over, str):
        above = {"kind": over}
    if below is None or above is None:
        return base if over is None else over
    if above.get("kind", below.get("kind")) != below.get("kind"):
        return over
    return {**below, **{key: _laid_on(below.get(key), value) for key, value in above.items()}}
