"""Ways through an object: to each text, and from a place to a `Reading`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from x2bee_constructs.core.documents import Place, as_mapping
from x2bee_constructs.handoff.cloudformation import as_list
from x2bee_constructs.handoff.model import Reading
from x2bee_constructs.handoff.objects import KubernetesObject

__all__ = ["at", "dotted", "mappings", "reading", "texts"]


def texts(value: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every text below a value, with its place."""
    if isinstance(value, dict):
        for key, inner in cast("dict[str, Any]", value).items():
            yield from texts(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(cast("list[Any]", value)):
            yield from texts(inner, (*place, index))
    else:
        yield place, str(value)


def mappings(value: Any, place: Place = ()) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """Every mapping in a value, itself too, with its place."""
    if (mapping := as_mapping(value)) is not None:
        yield place, mapping
        for key, inner in mapping.items():
            yield from mappings(inner, (*place, key))
    for index, inner in enumerate(as_list(value)):
        yield from mappings(inner, (*place, index))


def at(value: Any, *way: str | int) -> Any:
    """What stands at the end of a way; None if it ends before."""
    for part in way:
        if isinstance(part, int):
            items = as_list(value)
            value = items[part] if part < len(items) else None
        else:
            value = (as_mapping(value) or {}).get(part)
    return value


def dotted(place: Place) -> str:
    """The place as people write it."""
    return ".".join(str(part) for part in place)


def reading(
    one: KubernetesObject,
    place: Place,
    name: str,
    *kinds: str,
    others: tuple[str, ...] = (),
    prefix: bool = False,
    takes: bool = True,
    registry: str = "",
) -> Reading:
    """The name as it is read at a place of an object."""
    return Reading(
        name=name,
        kinds=kinds,
        where=one.span(place, name),
        object=one.title,
        field=dotted(place),
        others=others,
        registry=registry,
        prefix=prefix,
        takes=takes,
    )
