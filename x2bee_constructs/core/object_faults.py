"""What is said about an object that cannot be made: the path, the value got, and what is allowed or was meant.

Pydantic finds the faults; here they get our words. `core.objects` offers what is public.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import UnionType
from typing import Annotated, Any, NamedTuple, Union, cast, get_args, get_origin

from pydantic import BaseModel, GetCoreSchemaHandler, ValidationError
from pydantic_core import CoreSchema, ErrorDetails, core_schema

from x2bee_constructs.core.faults import nearest, show

__all__ = ["ObjectError", "ObjectFault", "Says", "alias"]

_LONGEST = 1000
"""Characters of what is allowed, of which a class with sixty fields has fewer."""

_Place = tuple[str | int, ...]
"""The way from a struct to a value in it, in the names of the wire."""


def alias(model: type[BaseModel], field: str) -> str:
    """The name on the wire of a field."""
    return model.model_fields[field].serialization_alias or field


class Says:
    """Marks a type with the words its faults are told in, in place of a pattern: `Annotated[str, …, Says("…")]`."""

    def __init__(self, allowed: str) -> None:
        self.allowed = allowed

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Replace whatever fault the inner type finds by one that says what is allowed."""
        return core_schema.custom_error_schema(
            handler(source), custom_error_type="allowed", custom_error_message=self.allowed
        )


class ObjectFault(NamedTuple):
    """One fault: the path as `Deployment.spec.replicas`, the value got, and what is allowed, in words."""

    path: str
    got: object
    says: str

    def __str__(self) -> str:
        """The fault in one line."""
        return f"{self.path}: {self.says}"


class ObjectError(ValueError):
    """An object cannot be made; `faults` has every reason."""

    def __init__(self, faults: tuple[ObjectFault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        """One line per fault."""
        return "\n".join(map(str, self.faults))

    @classmethod
    def of(cls, model: type[BaseModel], data: object, error: ValidationError, *, wire: bool = False) -> ObjectError:
        """Pydantic's faults in our words; those of one place (the sides of a union) become one.

        `wire` says that the author wrote the names of the wire, so that hints are given in them.
        """
        places: dict[_Place, list[ErrorDetails]] = {}
        for found in error.errors(include_url=False):
            places.setdefault(_place(found, data), []).append(found)
        whose = _whose(model, data)
        return cls(tuple(_told(model, place, found, whose, wire) for place, found in places.items()))


_WORDS = {
    "bool_type": "true or false",
    "dict_type": "a map",
    "finite_number": "a number",
    "float_type": "a number",
    "greater_than": "more than {gt}",
    "greater_than_equal": "at least {ge}",
    "int_from_float": "a whole number",
    "int_type": "a whole number",
    "less_than": "less than {lt}",
    "less_than_equal": "at most {le}",
    "list_type": "a list",
    "literal_error": "{expected}",
    "rule": "{says}",
    "model_type": "a map, or {class_name}(…)",
    "multiple_of": "a multiple of {multiple_of}",
    "string_pattern_mismatch": "text that matches {pattern}",
    "string_too_long": "at most {max_length} characters",
    "string_too_short": "at least {min_length} characters",
    "string_type": "text",
    "too_long": "at most {max_length} entries",
    "too_short": "at least {min_length} entries",
}


def _told(model: type[BaseModel], place: _Place, found: list[ErrorDetails], whose: str, wire: bool) -> ObjectFault:
    owner, steps = _walked(model, place)
    path = model.__name__ + "".join(_step(step) for step in steps)
    got, kind = found[0]["input"], found[0]["type"]
    if kind == "missing":
        return ObjectFault(path, None, f"is required, got nothing{whose}")
    if kind == "extra_forbidden":
        return ObjectFault(path, got, _unknown(owner, str(place[-1]), got, wire) + whose)
    words = ", or ".join(dict.fromkeys(_allowed(fault) for fault in found))
    told = f"got {_shown(got)}, allowed: {_cut(words)}"
    if kind == "rule" and wire:
        told = _respelt(told, found[0].get("ctx", {})["of"])
    if kind == "literal_error" and isinstance(got, str):
        told += _meant(got, re.findall(r"'([^']+)'", words))
    return ObjectFault(path, got, told + whose)


def _allowed(fault: ErrorDetails) -> str:
    """What is allowed, in words; a whole number is told as one where the schema has 100.0."""
    context = fault.get("ctx", {})
    limits = {key: int(at) if isinstance(at, float) and at.is_integer() else at for key, at in context.items()}
    if fault["type"] not in _WORDS:
        return fault["msg"]
    words = _WORDS[fault["type"]].format(**limits)
    return words.replace(" 1 entries", " one entry").replace(" 1 characters", " one character")


def _cut(words: str) -> str:
    """A list of what is allowed that a person still reads."""
    return words if len(words) <= _LONGEST else words[:_LONGEST].rpartition(", ")[0] + " …"


def _respelt(told: str, model: type[BaseModel]) -> str:
    """The names of fields in the words of a rule, as they are on the wire."""
    return re.sub(r"\w+", lambda word: alias(model, word[0]) if word[0] in model.model_fields else word[0], told)


def _meant(word: str, words: Iterable[str]) -> str:
    guess = nearest(word, words)
    return f"; did you mean '{guess}'?" if guess else ""


def _whose(model: type[BaseModel], data: object) -> str:
    """The name of the object that the faults are in, if it has one by now."""
    meta = _get(data, "metadata") or data
    name = _get(meta, "name") or getattr(meta, "name", None)
    return f" (in {model.__name__} '{name}')" if isinstance(name, str) else ""


def _get(data: object, key: str) -> object:
    return cast("Mapping[str, object]", data).get(key) if isinstance(data, Mapping) else None


def _shown(got: object) -> str:
    return type(got).__name__ + "(…)" if isinstance(got, BaseModel) else show(got)


def _step(item: str | int) -> str:
    if isinstance(item, int):
        return f"[{item}]"
    return f".{item}" if re.fullmatch(r"[A-Za-z_$][\w-]*", item) else f"['{item}']"


def _place(found: ErrorDetails, data: object) -> _Place:
    """The way to the fault without the steps that are not in the data, such as the side of a union that was tried."""
    if found["type"] == "rule":
        return found["loc"]
    place, here = list[str | int](), data
    for step in found["loc"]:
        below = _below(here, step)
        if below is not _NOWHERE:
            here = below
        elif step != found["loc"][-1] or found["type"] not in ("missing", "extra_forbidden"):
            continue
        place.append(step)
    return tuple(place)


_NOWHERE = object()


def _below(here: Any, step: str | int) -> object:
    """What the data has at a step; a field may be given by either of its names."""
    try:
        return here[step if isinstance(step, int) or step in here else _spelt(here, step)]
    except (IndexError, KeyError, TypeError):
        return _NOWHERE


def _spelt(keys: Any, step: str) -> object:
    return next((key for key in keys if str(key).replace("_", "").lower() == step.lower()), step)


def _walked(model: type[BaseModel], place: _Place) -> tuple[type[BaseModel], _Place]:
    """The struct that the last step is in, and the place in the names of the wire, by the types of the fields."""
    owner, sides, steps = model, [cast("Any", model)], list[str | int]()
    for step in place:
        struct = next((side for side in sides if isinstance(side, type) and issubclass(side, BaseModel)), None)
        if struct is None:  # a list or a map: its elements come next
            steps.append(step)
            sides = [
                inner for side in sides if get_origin(side) in (dict, list) for inner in _sides(get_args(side)[-1])
            ]
            continue
        owner = struct
        name = next((name for name in struct.model_fields if step in (name, alias(struct, name))), None)
        steps.append(alias(struct, name) if name else step)
        sides = _sides(struct.model_fields[name].annotation) if name else []
    return owner, tuple(steps)


def _sides(annotation: Any) -> list[Any]:
    """The types that a value may have, without marks such as `Annotated` and `None`."""
    if get_origin(annotation) is Annotated:
        return _sides(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [side for inner in get_args(annotation) for side in _sides(inner)]
    return [annotation]


def _unknown(model: type[BaseModel], key: str, got: object, wire: bool) -> str:
    """What else may have been meant, in the spelling that the author used: Python's names, or those of the wire."""
    names = list(model.model_fields)
    if "_" not in key and (wire or key != key.lower()):
        names = [alias(model, name) for name in names]
    hint = _meant(key, names).removeprefix("; ")
    allowed = f"allowed: {_cut(', '.join(names)) or 'nothing'}"
    return f"no such field in {model.__name__}, got {_shown(got)}; {' '.join(filter(None, [hint, allowed]))}"
