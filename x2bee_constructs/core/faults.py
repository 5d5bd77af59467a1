"""One fault: a code, a title, what was expected, what was got, and what to change.

Every fault that pydantic finds is translated here, so that a person who builds a `Platform` in Python and one who
writes YAML read the same words. `core.diagnostics` adds the file, the line and the column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import AfterValidator, BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from x2bee_constructs.core.docstrings import field_docs

__all__ = ["PlacedFault", "fault", "matching", "meant", "nearest", "raise_faults", "show", "translate"]

PlacedFault = tuple[tuple[str | int, ...], PydanticCustomError, object]
"""Where (relative to the model), what, and the value got."""

_TYPES = {
    "int_type": "a whole number, without quotes or decimals",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "string_type": "text",
    "is_instance_of": "a list",
    "sequence_str": "a list",
    "dict_type": "a mapping (key: value)",
    "mapping_type": "a mapping (key: value)",
    "model_type": "a mapping (key: value)",
    "model_attributes_type": "a mapping (key: value)",
}

_LIMITS = {
    "greater_than_equal": "at least {ge}",
    "greater_than": "more than {gt}",
    "less_than_equal": "at most {le}",
    "less_than": "less than {lt}",
    "string_pattern_mismatch": "text that matches {pattern}",
}

_LENGTHS = {
    "string_too_short": "at least {min_length} characters",
    "string_too_long": "at most {max_length} characters",
    "too_short": "at least {min_length}",
    "too_long": "at most {max_length}",
}

_CHOICES = {"literal_error", "enum", "union_tag_invalid"}


def show(value: object) -> str:
    """The value as YAML would write it, cut to one short line."""
    words = {"True": "true", "False": "false", "None": "nothing"}
    text = f"'{value}'" if isinstance(value, str) else words.get(str(value), str(value))
    return text if len(text) <= 60 else text[:57] + "…"


def nearest(word: str, words: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The one of `words` that `word` was most likely meant to be, or None if none is like it to `cutoff` (0 to 1)."""
    plain = {w.lower().replace("-", "_"): w for w in words}
    found = get_close_matches(word.lower().replace("-", "_"), plain, n=1, cutoff=cutoff)
    return plain[found[0]] if found else None


def meant(word: str, words: Iterable[str]) -> tuple[str, str]:
    """`("; did you mean 'x'?", "x")` for the nearest of the words, or two empty texts."""
    guess = nearest(word, words)
    return (f"; did you mean '{guess}'?", guess) if guess else ("", "")


def fault(
    code: str, title: str, *, expected: str = "", got: str = "", why: str = "", fix: str = "", related: str = ""
) -> PydanticCustomError:
    """One fault, to be raised in a validator or given to `raise_faults`.

    `related` is the dotted place of a second value that this one contradicts.
    """
    parts = {"expected": expected, "got": got, "why": why, "fix": fix, "related": related}
    text = title + (f"; expected {expected}" if expected else "") + (f", got {got}" if got else "")
    context: dict[str, Any] = {"text": text, "title": title, **{k: v for k, v in parts.items() if v}}
    return PydanticCustomError(code, "{text}", context)  # pyright: ignore[reportArgumentType]


def matching(pattern: str, expected: str, why: str = "") -> AfterValidator:
    """A pydantic validator for text that must match a pattern as a whole, told in words instead of the pattern."""
    compiled = re.compile(pattern, re.ASCII)

    def check(text: str) -> str:
        if not compiled.fullmatch(text):
            raise fault("X2B106", f"{show(text)} is not allowed here", expected=expected, why=why)
        return text

    return AfterValidator(check)


def raise_faults(title: str, faults: list[PlacedFault]) -> None:
    """Raise one `ValidationError` for all the faults; do nothing for an empty list."""
    if faults:
        lines = [InitErrorDetails(type=kind, loc=loc, input=got) for loc, kind, got in faults]
        raise ValidationError.from_exception_data(title, lines)


def translate(model: type[BaseModel], found: ErrorDetails) -> PydanticCustomError:
    """Pydantic's fault in our words; `model` is what was being built.

    A fault of the model itself (nothing at all where a mapping belongs) is left for the model above: it knows the name.
    """
    kind, context = found["type"], found.get("ctx", {})
    last = found["loc"][-1] if found["loc"] else ""
    name = f"entry {last + 1}" if isinstance(last, int) else f"'{last}'"
    if not found["loc"] and not kind.startswith("X2B"):
        return PydanticCustomError(kind, "{text}", {**context, "text": found["msg"]})  # pyright: ignore[reportArgumentType]
    if kind.startswith("X2B"):
        return PydanticCustomError(kind, "{text}", context)  # pyright: ignore[reportArgumentType]
    if kind == "extra_forbidden":
        return _unknown_key(str(last), model.model_fields)
    if kind == "missing":
        return _missing(str(last), model)
    if kind in _TYPES:
        return _wrong_type(kind, name, last, found["input"])
    if kind in _CHOICES:
        return _no_choice(
            name, context.get("tag", found["input"]), str(context.get("expected", context.get("expected_tags")))
        )
    if kind in _LENGTHS:
        return fault("X2B104", f"{name} has the wrong length", expected=_LENGTHS[kind].format(**context))
    if kind == "union_tag_not_found":
        return _missing(context["discriminator"].strip("'"))
    if kind in _LIMITS:
        return fault(
            "X2B104", f"{name} is out of range", expected=_LIMITS[kind].format(**context), got=show(found["input"])
        )
    return fault(
        "X2B104", f"{name} is not allowed: {found['msg'].removeprefix('Value error, ')}", got=show(found["input"])
    )


def _unknown_key(key: str, fields: Mapping[str, FieldInfo]) -> PydanticCustomError:
    hint, guess = meant(key, fields)
    return fault("X2B102", f"unknown key '{key}'{hint}", expected=f"one of {', '.join(fields)}", fix=guess)


def _missing(key: str, model: type[BaseModel] | None = None) -> PydanticCustomError:
    field = model.model_fields.get(key) if model else None
    example = f"{key}: {field.examples[0]}" if field and field.examples else ""
    said = " ".join(field_docs(model).get(key, "").split()) if model else ""
    what = re.split(r"\.(?: |$)", said, maxsplit=1)[0]
    return fault("X2B105", f"missing key '{key}'", expected=what, fix=example)


def _wrong_type(kind: str, name: str, last: str | int, got: object) -> PydanticCustomError:
    number = isinstance(got, int | float) and not isinstance(got, bool)
    key = f"{last}: " if isinstance(last, str) else ""
    fix = f'{key}"{got}"' if kind == "string_type" and number else ""
    return fault("X2B103", f"{name} has the wrong type", expected=_TYPES[kind], got=show(got), fix=fix)


def _no_choice(name: str, got: object, allowed: str) -> PydanticCustomError:
    hint, guess = meant(got, re.findall(r"'([^']*)'", allowed)) if isinstance(got, str) else ("", "")
    return fault("X2B104", f"{name} cannot be {show(got)}{hint}", expected=allowed, got=show(got), fix=guess)
