"""`x2bee explain FIELD`: what a field of a customer's file is for."""

# ruamel.yaml publishes no types for its writer.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from io import StringIO
from typing import Any

from ruamel.yaml import YAML

from x2bee_constructs.cli.output import OutputFormat, bad_input, print_json, say
from x2bee_constructs.cli.words import hint
from x2bee_constructs.core.documents import as_mapping
from x2bee_constructs.core.language import said
from x2bee_constructs.platform.fields import Field, UnknownFieldError, field, field_names

__all__ = ["explain_field"]

_NAMES = {
    "services": "x2bee-api-order",
    "databases": "mbod",
    "schedules": "settlement",
    "schedulers": "x2bee-batch-mbod",
}
"""What the example calls an entry of a mapping."""

_WIDE = 100
"""Characters of a line."""


def explain_field(name: str, output: OutputFormat = OutputFormat.text) -> None:
    """Print what the field means: type, default, limits, an example and what is in it.

    Ends with exit code 2 and the nearest field if there is none of that name.
    """
    try:
        found = field(name)
    except UnknownFieldError as error:
        bad_input(_unknown(name, error))
    if output is OutputFormat.json:
        print_json(asdict(found))
    else:
        say("\n".join(_lines(found)))


def _unknown(name: str, error: UnknownFieldError) -> str:
    guess = hint(error.part, error.known)
    if not guess:
        last = name.rpartition(".")[2]
        near = [known for known in field_names() if known.rpartition(".")[2] == last]
        guess = said(f"; did you mean {', '.join(near[:4])}?", f"; 혹시 {', '.join(near[:4])}입니까?") if near else ""
    title = said(f"no field '{error.part}'", f"'{error.part}' 필드가 없습니다")
    where = error.above or said("the top of a customer's file", "고객 파일의 맨 위")
    lines = [f"error: {title}{guess}", f"  --> {where}"]
    if error.known:
        lines.append(f"   = {said('expected', '필요한 값')}:  {', '.join(error.known)}")
    return "\n".join(lines)


def _lines(found: Field) -> Iterator[str]:
    yield found.name or said("a customer's file", "고객 파일")
    yield from _wrapped(found.meaning, "  ")
    yield ""
    must = said(" (must be given)", " (필수)") if found.required else ""
    facts = {
        said("type", "형식"): found.type + must,
        said("limits", "범위"): ", ".join(found.limits),
        said("default", "기본값"): _short(found.default),
    }
    for label, text in facts.items():
        if text:
            yield from _wrapped(f"{label}:  {text}", "  ", "      ")
    if example := _example(found):
        yield f"  {said('example', '예')}:"
        yield from (f"      {line}" for line in example)
    if found.fields:
        yield f"  {said('fields', '하위 필드')}:"
        for key, text in found.fields.items():
            yield from _wrapped(f"{key}  {text}".rstrip(), "      ", "          ")


def _wrapped(text: str, first: str, rest: str | None = None) -> Iterator[str]:
    """The words in lines; names of fields and addresses are not broken."""
    line, indent = first, first
    for word in text.split(" "):
        if len(line) + len(word) >= _WIDE and line.strip():
            yield line.rstrip()
            line = indent = first if rest is None else rest
        line += word if line == indent else f" {word}"
    yield line


def _short(default: Any) -> str:
    plain = _without_nothing(default)
    return "" if plain is None else json.dumps(plain, ensure_ascii=False)


def _without_nothing(value: Any) -> Any:
    """A default without the parts that have none of their own."""
    mapping = as_mapping(value)
    if mapping is None:
        return value
    kept = {key: _without_nothing(inner) for key, inner in mapping.items()}
    return {key: inner for key, inner in kept.items() if inner is not None and inner not in ({}, [])}


def _example(found: Field) -> list[str]:
    """The field in its place in a file, with a value that is known to be possible; nothing if none is known."""
    value = next(iter(found.examples), _without_nothing(found.default))
    if value is None or value in ({}, [], ""):
        return []
    words = found.name.split(".")
    names = [_NAMES.get(words[0], "name") if word == "*" else word for word in words]
    for word in reversed(names):
        value = {word: value}
    out = StringIO()
    yaml = YAML()
    yaml.width = _WIDE
    yaml.dump(value, out)
    return out.getvalue().splitlines()
