"""Messages in Korean.

Messages are written in English where the fault is found. Here each has its Korean: a template of the English one with
its fields, and the Korean one with the same fields. What has no template is shown as it is, so that nothing is lost.

A field may carry a particle, `{name:을}`: it takes the form that the end of what is inserted asks for.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

__all__ = ["in_korean", "particle", "templates"]

_FIELD = re.compile(r"\{(\w+)(?::([가-힣]+))?\}")

_PARTICLES = {"은": ("은", "는"), "이": ("이", "가"), "을": ("을", "를"), "과": ("과", "와"), "으로": ("으로", "로")}
"""After a final consonant, and after a vowel."""

_CLOSED_DIGITS, _LIQUID_DIGITS = "013678", "178"
"""Digits whose names end in a consonant (영 일 삼 육 칠 팔), and those of them that end in ㄹ."""

_HINT = re.compile(r"^(?P<text>.*); did you mean '(?P<guess>.*)'\?$", re.DOTALL)


class _Template(NamedTuple):
    pattern: re.Pattern[str]
    korean: str


def particle(word: str, wanted: str) -> str:
    """The form of a particle (은, 이, 을, 과, 으로) after a word; both, as in 을(를), where the sound is not known."""
    closed, open_ = _PARTICLES[wanted]
    end = _sound(word)
    if end is None:
        return f"{closed}({open_})" if wanted != "으로" else "(으)로"
    return open_ if not end or (end == "ㄹ" and wanted == "으로") else closed


def _sound(word: str) -> str | None:
    """How the word ends: '' in a vowel, 'ㄹ', 'x' in another consonant, None if one cannot tell from its letters."""
    last = word.rstrip("'\"`)]}…. ")[-1:]
    if "가" <= last <= "힣":
        final = (ord(last) - ord("가")) % 28
        return "ㄹ" if final == 8 else "x" if final else ""
    if last.isdecimal():
        return "ㄹ" if last in _LIQUID_DIGITS else "x" if last in _CLOSED_DIGITS else ""
    letter = last.lower()
    if letter in "aiouwyr" or letter in "sxzfvhj":
        return ""
    return {"l": "ㄹ", "m": "x", "n": "x"}.get(letter)


def in_korean(text: str) -> str:
    """The message in Korean; as it is if no template fits."""
    if hint := _HINT.match(text):
        return f"{in_korean(hint['text'])}; 혹시 '{hint['guess']}'입니까?"
    for template in _ready():
        if found := template.pattern.fullmatch(text):
            return _filled(template.korean, found.groupdict())
    return text


def templates() -> Mapping[str, str]:
    """The Korean template of each English one."""
    return _read()


@cache
def _read() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for file in sorted(files(__name__).iterdir(), key=lambda each: each.name):
        if file.name.endswith(".toml"):
            found |= tomllib.loads(file.read_text(encoding="utf-8"))
    return found


@cache
def _ready() -> tuple[_Template, ...]:
    """The more a template says itself, the earlier it is tried."""
    order = sorted(_read().items(), key=lambda pair: -len(_FIELD.sub("", pair[0])))
    return tuple(_Template(_pattern(english), korean) for english, korean in order)


def _pattern(english: str) -> re.Pattern[str]:
    parts: list[str] = []
    at = 0
    for field in _FIELD.finditer(english):
        parts += [re.escape(english[at : field.start()]), f"(?P<{field[1]}>.+?)"]
        at = field.end()
    return re.compile("".join([*parts, re.escape(english[at:])]), re.DOTALL)


def _filled(korean: str, fields: Mapping[str, str]) -> str:
    def put(field: re.Match[str]) -> str:
        said = fields[field[1]]
        inner = in_korean(said) if field[1].startswith("_") else said
        return inner + (particle(inner, field[2]) if field[2] else "")

    return _FIELD.sub(put, korean)
