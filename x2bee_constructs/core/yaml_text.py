"""Plain data as the text that cdk8s writes for it, byte for byte, without Node.js.

cdk8s writes YAML 1.1 with the npm package `yaml`: block style, never folded, quotes only where plain text would be read
as something else. The rules here are YAML's and that package's choices among them; a test holds both texts together.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

__all__ = ["yaml_text"]

_STEP = "  "
_INDICATORS = frozenset("\n\t ,[]{}#&*!|>'\"%@`")
_BREAKS_PLAIN = (": ", ":\t", "\n ", "\n\t", " \n", "\t\n", " #", "\t#", "\n#")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_TYPED = re.compile(
    r"""(?x)
    ~ | [Nn]ull | NULL
    | [Yy](?:es)? | YES | [Nn]o? | NO | [Tt]rue | TRUE | [Ff]alse | FALSE | [Oo]n | ON | [Oo]ff | OFF
    | [-+]? 0b [01_]+ | [-+]? 0x [0-9a-fA-F_]+ | [-+]? \d[\d_]*                    # whole numbers, octal ones too
    | [-+]? (?:\d[\d_]*)? (?:\.[\d_]*)? [eE] [-+]? \d+ | [-+]? (?:\d[\d_]*)? \. [\d_]*
    | [-+]? \.(?:inf|Inf|INF) | \.(?:nan|NaN|NAN)
    | [-+]? \d[\d_]* (?: : [0-5]?\d )+ (?: \. [\d_]* )?                            # 1:30 is ninety in YAML 1.1
    | \d{4} - \d{1,2} - \d{1,2} (?: (?: [tT] | [ \t]+ ) \d{1,2} : \d{1,2} : \d{1,2} (?: \.\d+ )?
        (?: [ \t]* (?: Z | [-+] [012]?\d (?: :? \d{2} )? ) )? )?
    """,
    re.ASCII,
)
_ESCAPE = re.compile(r"(\\\\)|\\u00([0-9a-f]{2})")
_SHORT = {"00": "0", "07": "a", "0b": "v", "1b": "e"}
_LAST_INDEX = 2**32 - 1

_LONG_ENOUGH = 40
"""Double-quoted text of fewer characters stays on one line."""


def yaml_text(document: Mapping[str, Any]) -> str:
    """One document, ending in a line break. Raises `TypeError` for a value that JSON does not have."""
    return "\n".join(_mapping(document, "")) + "\n" if document else "{}\n"


def _mapping(mapping: Mapping[str, Any], indent: str) -> Iterator[str]:
    keys = sorted(mapping, key=_place) if any(map(str.isdigit, mapping)) else mapping
    for key in keys:
        yield from _entry(f"{indent}{_key(key, indent)}:", mapping[key], indent + _STEP)


def _place(key: str) -> int:
    """JavaScript puts keys that are array indexes before the others, by their number."""
    index = int(key) if key.isascii() and key.isdigit() and (key == "0" or key[0] != "0") else _LAST_INDEX
    return min(index, _LAST_INDEX)


def _sequence(items: Sequence[Any], indent: str) -> Iterator[str]:
    for item in items:
        nested = _nested(item, indent + _STEP)
        if nested is None:
            yield f"{indent}- {_scalar(item, indent + _STEP)}"
            continue
        first = next(nested)
        yield f"{indent}- {first[len(indent) + len(_STEP) :]}"
        yield from nested


def _entry(head: str, value: Any, indent: str) -> Iterator[str]:
    nested = _nested(value, indent)
    if nested is None:
        yield f"{head} {_scalar(value, indent)}"
    else:
        yield head
        yield from nested


def _nested(value: Any, indent: str) -> Iterator[str] | None:
    """The lines of what is not empty and has parts."""
    if isinstance(value, dict) and value:
        return _mapping(cast("dict[str, Any]", value), indent)
    if isinstance(value, list) and value:
        return _sequence(cast("list[Any]", value), indent)
    return None


def _key(key: str, indent: str) -> str:
    marker = not indent and key.startswith(("---", "..."))
    return _quoted(key, "") if marker or "\n" in key else _line(key)


def _scalar(value: Any, indent: str) -> str:
    if isinstance(value, str):
        return _text(value, indent) if "\n" in value else _line(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    if value == {}:
        return "{}"
    if value == []:
        return "[]"
    raise TypeError(f"YAML of Kubernetes has no {type(value).__name__}, got {value!r}")


def _number(value: float) -> str:
    """As JavaScript writes it: no `.0`, no leading zero in the exponent."""
    if value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    return re.sub(r"e([-+])0*", r"e\1", repr(value))


@lru_cache(maxsize=65_536)
def _line(text: str) -> str:
    """Text without a line break."""
    if _CONTROL.search(text):
        return _double(text, "")
    if not _may_be_plain(text) or _TYPED.fullmatch(text):
        return _quoted(text, "")
    return text


def _may_be_plain(text: str) -> bool:
    if not text or text[0] in _INDICATORS or text[-1] in "\n\t :":
        return False
    if text[0] in "?-" and text[1:2] in ("", " ", "\t"):
        return False
    return not any(broken in text for broken in _BREAKS_PLAIN)


def _text(text: str, indent: str) -> str:
    """Text of several lines: as a block, unless it has what a block cannot say."""
    if _CONTROL.search(text):
        return _double(text, indent)
    if re.search(r"\n[\t ]+\Z", text):
        return _quoted(text, indent)
    body = text.rstrip("\n\t ")
    end = text[len(body) :]
    keeps = "\n" in end and (not body or end.index("\n") != len(end) - 1)
    chomp = "+" if keeps else "" if "\n" in end else "-"
    begin = text[: len(text) - len(text.lstrip(" \n"))]
    header = f"|{len(_STEP) if ' ' in begin and body else ''}{chomp}"
    first, *rest = text.removesuffix("\n").split("\n")
    return "\n".join([header, indent + first, *(indent + line if line else "" for line in rest)])


def _quoted(text: str, indent: str) -> str:
    """In the quotes that need no escapes, else in double ones."""
    spaced = re.search(r"[ \t]\n|\n[ \t]", text)
    if '"' in text and "'" not in text and not spaced and (indent or "\n" not in text):
        return "'" + re.sub(r"\n+", lambda run: f"{run[0]}\n{indent}", text) + "'"
    return _double(text, indent)


def _double(text: str, indent: str) -> str:
    """Between double quotes; with `indent` long text goes on after a line break."""
    if not indent or "\n" not in text or len(json.dumps(text, ensure_ascii=False)) < _LONG_ENOUGH:
        return f'"{_escaped(text)}"'
    last = "\\n" if text.endswith("\n") else ""
    written: list[str] = []
    for index, part in enumerate(parts := re.split(r"(\n+)", text.removesuffix("\n"))):
        if part.startswith("\n"):
            written.append(f"{part}\n{indent}")
            continue
        begins = "\\" if index and part.startswith(" ") else ""
        ended = bool(last) or index < len(parts) - 1
        written.append(begins + _escaped(part + "\n" * ended).removesuffix("\\n" * ended))
    return f'"{"".join(written)}{last}"'


def _escaped(text: str) -> str:
    said = json.dumps(text, ensure_ascii=False)[1:-1].replace(" \\n", "\\ \\n")
    return _ESCAPE.sub(lambda found: found[1] or "\\" + _SHORT.get(found[2], f"x{found[2]}"), said)
