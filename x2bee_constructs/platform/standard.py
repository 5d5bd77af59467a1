"""The catalog under what a customer says: mappings merge, everything else is replaced."""

from __future__ import annotations

from typing import Any

from x2bee_constructs.catalog import STANDARD_SERVICES
from x2bee_constructs.core.documents import as_mapping
from x2bee_constructs.workload.service import Service

__all__ = ["with_standard_services"]


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


def _standard(service: Service, left_out: set[str]) -> dict[str, Any]:
    plain = _plain(service)
    calls = tuple(callee for callee in service.calls if callee not in left_out)
    return {**plain, **({"calls": calls} if service.calls else {})}


def _plain(value: Any) -> Any:
    if not isinstance(value, Service):
        return value
    # The runtime stays an object: dumping it would lose which runtime a subclass is.
    return {
        **value.model_dump(exclude_unset=True, exclude={"runtime"}),
        **({"runtime": value.runtime} if value.runtime else {}),
    }


def _laid_on(base: Any, over: Any) -> Any:
    below, above = as_mapping(base), as_mapping(over)
    if below is None or above is None:
        return over
    return {**below, **{key: _laid_on(below.get(key), value) for key, value in above.items()}}
