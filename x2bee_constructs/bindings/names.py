"""Python names for wire names: fields, classes and modules."""

from __future__ import annotations

import keyword
import re
from collections.abc import Collection, Iterable

from pydantic import BaseModel

from x2bee_constructs.core.objects import KubeObject

__all__ = ["class_name", "field_name", "field_names", "singular", "unused"]

_WORDS = re.compile(r"IPv[46]|[A-Z]{2,}s(?=[A-Z]|$)|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z]+[0-9]*|[0-9]+")
_FIELDS = frozenset({*dir(BaseModel), *dir(KubeObject), "bool", "bytes", "dict", "float", "int", "list", "str"})
"""What a field may not be called: a method would vanish, and a later `list[…]` in the class would mean the field."""

_CLASSES = frozenset(
    {
        *("Annotated", "Any", "List", "Literal", "TypeAliasType", "Union"),
        *("BaseModel", "Field", "RootModel"),
        *("ApiStruct", "CheckedStruct", "KubeObject", "ObjectMeta", "OpenStruct"),
        *("Base64", "Duration", "IntOrQuantity", "IntOrString", "Quantity"),
    }
)
"""What a class may not be called: a generated module imports, or the engine makes, something of that name."""


_FIRST = ("apiVersion", "kind", "metadata", "spec", "name")
"""These fields come first, the others by name."""


def field_name(wire: str, used: Collection[str] = ()) -> str:
    """The snake_case name of a field: `podIPs` → `pod_ips`, `from` → `from_`, `$ref` → `ref`."""
    name = "_".join(word.lower() for word in _WORDS.findall(wire)) or "field"
    if name[0].isdigit():
        name = f"n{name}"
    if keyword.iskeyword(name) or name in _FIELDS:
        name += "_"
    return unused(name, used)


def field_names(wires: Iterable[str]) -> dict[str, str]:
    """Wire name → field name for all fields of a struct, in the order in which a person would write them.

    No field is called as another one is on the wire, for a value may be given by either name.
    """
    names: dict[str, str] = {}
    ordered = sorted(wires, key=lambda wire: (_FIRST.index(wire) if wire in _FIRST else len(_FIRST), wire))
    for wire in ordered:
        names[wire] = field_name(wire, {*names.values(), *ordered} - {wire})
    return names


def class_name(*parts: str) -> str:
    """A PascalCase name made of the words of all parts, upper-case words kept: `VirtualService`, `TLSRoute`."""
    words = [word for part in parts for word in re.findall(r"[A-Za-z0-9]+", part)]
    name = "".join(word[:1].upper() + word[1:] for word in words) or "Shape"
    name = f"N{name}" if name[0].isdigit() else name
    return f"{name}Kind" if keyword.iskeyword(name) or name in _CLASSES else name


def unused(name: str, used: Collection[str]) -> str:
    """The name, or the first of `name_2`, `name_3` … that nothing uses yet."""
    number, free = 2, name
    while free in used:
        free, number = f"{name.rstrip('_')}_{number}", number + 1
    return free


def singular(word: str) -> str:
    """The name of one element of a list: `policies` → `policy`, `rules` → `rule`, `http` stays."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is", "tls", "dns", "https")) else word
