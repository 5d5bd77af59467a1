"""Rules between the fields of one object, which its schema cannot say: what `CheckedStruct.checks` is made of.

Each is made once, with the class, and asked about every object. Fields have their Python names; a path such as
`template.spec.containers[].image` leads through structs, with `[]` for each element of a list. Kubernetes reads "" and
0 as not given, so in a list of values "" stands for a field that is not there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from pydantic_core import InitErrorDetails, PydanticCustomError

__all__ = [
    "Check",
    "among",
    "at_least_one",
    "at_most_one",
    "begins",
    "distinct",
    "exactly_one",
    "filled",
    "named",
    "needs",
    "only_with",
    "ordered",
    "requires",
    "selects",
    "unique",
    "within",
]

Check = Callable[[Any], Sequence[InitErrorDetails]]
"""Gives a fault for each way in which the struct breaks the rule."""


def exactly_one(*fields: str) -> Check:
    """One of the fields is given, and only one."""
    return _count("exactly one", fields, 1, 1)


def at_most_one(*fields: str) -> Check:
    """Not more than one of the fields is given."""
    return _count("at most one", fields, 0, 1)


def at_least_one(*fields: str) -> Check:
    """One of the fields is given, or more."""
    return _count("at least one", fields, 1, len(fields))


def _count(words: str, fields: tuple[str, ...], least: int, most: int) -> Check:
    says = f"{words} of {', '.join(fields)}"

    def check(struct: Any) -> Sequence[InitErrorDetails]:
        given = [name for name in fields if getattr(struct, name) is not None]
        if len(given) >= least and (len(given) <= most or sum(getattr(struct, name) != "" for name in given) <= most):
            return ()
        return [_fault(struct, says, given or None)]

    return check


def requires(field: str, other: str) -> Check:
    """Where `field` is given, `other` is given too."""

    def check(struct: Any) -> Sequence[InitErrorDetails]:
        if getattr(struct, field) is None or getattr(struct, other) is not None:
            return ()
        return [_fault(struct, f"a value, because {field} is given", None, other)]

    return check


def needs(field: str, tag: str, *values: str) -> Check:
    """Where `tag` is one of the values, the field is given; an empty list says nothing."""

    def check(struct: Any) -> Sequence[InitErrorDetails]:
        found, given = getattr(struct, tag), getattr(struct, field)
        if (found or "") not in values or given not in (None, []):
            return ()
        return [_fault(struct, f"a value, because {tag} is {_worded(found, values)}", given, field)]

    return check


def only_with(field: str, tag: str, *values: str) -> Check:
    """The field is given only where `tag` is one of the values."""

    def check(struct: Any) -> Sequence[InitErrorDetails]:
        found = getattr(struct, tag)
        if getattr(struct, field) is None or (found or "") in values:
            return ()
        return [_fault(struct, f"{_choice(values)}, because {field} is given", found, tag)]

    return check


def begins(field: str, tag: str, start: str, *values: str) -> Check:
    """Where `tag` is one of the values, the text in the field, if there is one, begins in this way."""

    def check(struct: Any) -> Sequence[InitErrorDetails]:
        found, text = getattr(struct, tag), getattr(struct, field)
        if (found or "") not in values or text is None or text.startswith(start):
            return ()
        return [
            _fault(struct, f"text that begins with '{start}', because {tag} is {_worded(found, values)}", text, field)
        ]

    return check


def among(path: str, *values: str) -> Check:
    """What is at the path is one of the values."""
    steps = path.split(".")

    def check(struct: Any) -> Sequence[InitErrorDetails]:
        return [
            _fault(struct, _choice(values), got, *way) for way, got in _at(struct, steps) if (got or "") not in values
        ]

    return check


def filled(*paths: str) -> Check:
    """What is at the paths is given, and not empty."""
    ways = [path.split(".") for path in paths]

    def check(struct: Any) -> Sequence[InitErrorDetails]:
        found = (found for steps in ways for found in _at(struct, steps))
        return [_fault(struct, "a value that is not empty", got, *way) for way, got in found if _is_empty(got)]

    return check


def ordered(low: str, high: str) -> Check:
    """Where both are numbers, `low` is not more than `high`."""

    def check(struct: Any) -> Sequence[InitErrorDetails]:
        least, most = getattr(struct, low), getattr(struct, high)
        if not isinstance(least, int | float) or not isinstance(most, int | float) or least <= most:
            return ()
        return [_fault(struct, f"at least {low} ({least})", most, high)]

    return check


def within(low: str, high: str) -> Check:
    """No quantity in the map `low` is more than the one of the same name in `high`."""

    def check(struct: Any) -> Sequence[InitErrorDetails]:
        least, most = getattr(struct, low), getattr(struct, high)
        if not least or not most:
            return ()
        both = [key for key, amount in least.items() if key in most and amount != most[key]]
        over = [key for key in both if _amount(least[key]) > _amount(most[key])]
        return [_fault(struct, f"at most {high} ({most[key]})", least[key], low, key) for key in over]

    return check


def unique(field: str, *keys: str) -> Check:
    """No two elements of the list agree in all the keys; without keys, no two are equal."""
    says = f"entries that differ in {' and '.join(keys)}" if keys else "entries that differ"

    def check(struct: Any) -> Sequence[InitErrorDetails]:
        items: list[Any] = getattr(struct, field) or []
        if len(items) < 2:
            return ()
        seen: list[list[Any]] = [[getattr(item, key) for key in keys] if keys else [item] for item in items]
        again = [index for index, found in enumerate(seen) if found in seen[:index]]
        got = [" ".join(str(one) for one in seen[index] if one is not None) or None for index in again]
        return [_fault(struct, says, words, field, index) for index, words in zip(again, got, strict=True)]

    return check


def distinct(field: str, key: str) -> Check:
    """Where the list has several elements, each has a key, and no two the same."""
    differ = unique(field, key)

    def check(struct: Any) -> Sequence[InitErrorDetails]:
        items: list[Any] = getattr(struct, field) or []
        if len(items) < 2:
            return ()
        says = f"a {key}, because there are several {field}"
        bare = [_fault(struct, says, None, field, i, key) for i, item in enumerate(items) if not getattr(item, key)]
        return bare or differ(struct)

    return check


def selects(selector: str, template: str) -> Check:
    """The selector asks for something, and the template's labels are what it asks for."""

    def check(struct: Any) -> Sequence[InitErrorDetails]:
        asked, made = getattr(struct, selector), getattr(struct, template).metadata
        if not asked.match_labels and not asked.match_expressions:
            return [_fault(struct, "a selector that is not empty", asked, selector)]
        wanted: dict[str, str] = asked.match_labels or {}
        labels: dict[str, str] = (made and made.labels) or {}
        lacks = [f"{key}: {value}" for key, value in wanted.items() if labels.get(key) != value]
        if not lacks:
            return ()
        says = f"labels with {', '.join(lacks)}, for which {selector} asks"
        return [_fault(struct, says, labels or None, template, "metadata", "labels")]

    return check


_SUBDOMAIN = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"
_NAMES = {
    "dns-label": (r"[a-z0-9]([-a-z0-9]*[a-z0-9])?", 63, "lower-case letters, digits and '-'"),
    "dns-subdomain": (_SUBDOMAIN, 253, "lower-case letters, digits, '-' and '.'"),
    "dns-subdomain-52": (_SUBDOMAIN, 52, "lower-case letters, digits, '-' and '.'"),
    "path-segment": (r"(?!\.\.?$)[^/%]+", 253, "characters other than '/' and '%'"),
    "service-name": (r"[a-z]([-a-z0-9]*[a-z0-9])?", 63, "lower-case letters, digits and '-', a letter first"),
}


def named(rule: str) -> Check:
    """The object has a name that its kind allows: `rule` is one of those in `rules.toml`, `[names]`."""
    pattern, longest, words = _NAMES[rule]
    form = re.compile(pattern, re.ASCII)

    def check(struct: Any) -> Sequence[InitErrorDetails]:
        name = struct.metadata.name
        if name is not None and len(name) <= longest and form.fullmatch(name):
            return ()
        return [_fault(struct, f"a name of 1 to {longest} {words}", name, "metadata", "name")]

    return check


def _fault(struct: Any, says: str, got: Any, *place: str | int) -> InitErrorDetails:
    """A fault at a place below the struct; its class tells how the fields in `says` are called on the wire."""
    return InitErrorDetails(
        type=PydanticCustomError("rule", "{says}", {"says": says, "of": type(struct)}), loc=place, input=got
    )


def _at(struct: Any, steps: Sequence[str]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every value at the steps of a path, and the way to it; nothing is below what is not given."""
    head, *rest = steps
    field = head.removesuffix("[]")
    value = getattr(struct, field)
    found: Iterable[tuple[tuple[str | int, ...], Any]] = [((field,), value)]
    if head != field:
        found = [((field, index), item) for index, item in enumerate(value or ())]
    for way, item in found:
        if not rest:
            yield way, item
        elif item is not None:
            yield from (((*way, *below), got) for below, got in _at(item, rest))


def _is_empty(value: Any) -> bool:
    return value is None or value in ([], {}, "")


def _choice(values: Iterable[str]) -> str:
    shown = [f"'{value}'" for value in values if value]
    return " or ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))


def _worded(found: str | None, values: Sequence[str]) -> str:
    return f"'{found}'" if found else f"'{values[0]}' by default"


_POWERS = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_DECIMAL = {unit: Decimal(10) ** power for unit, power in _POWERS.items()}
_UNITS = _DECIMAL | {f"{unit}i": Decimal(1024) ** rank for rank, unit in enumerate("KMGTPE", start=1)}


def _amount(quantity: float | str) -> Decimal:
    """What a quantity such as 250m, 1.5Gi or 1e3 comes to."""
    text = str(quantity)
    number = text.rstrip("numkKMGTPEi")
    unit = text[len(number) :]
    return Decimal(number) * _UNITS[unit]
