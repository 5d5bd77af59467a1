"""Messages in Korean.

Messages are written in English where the fault is found. Here each has its Korean: a template of the English one with
its fields, and the Korean one with the same fields. What has no template is shown as it is, so that nothing is lost.

A field may carry a particle, `{name:을}`: it takes the form that the end of what is inserted asks for. One whose name
begins with `_` is a message itself, `_kind` a kind of thing; one whose name ends in `_w` is a word without spaces.

A text that no template fits may be several messages, joined by `; `, `, or `, ` + ` or `, `. It becomes Korean only if
every part does, or is no prose: half a sentence in English and half in Korean is worse than either.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from x2bee_constructs.core.language import Language, spoken

__all__ = ["in_korean", "particle", "templates", "told"]

_FIELD = re.compile(r"\{(\w+)(?::([가-힣]+))?\}")

_PARTICLES = {"은": ("은", "는"), "이": ("이", "가"), "을": ("을", "를"), "과": ("과", "와"), "으로": ("으로", "로")}
"""After a final consonant, and after a vowel."""

_CLOSED_DIGITS, _LIQUID_DIGITS = "013678", "178"
"""Digits whose names end in a consonant (영 일 삼 육 칠 팔), and those of them that end in ㄹ."""

_HINT = re.compile(r"^(?P<text>.*); did you mean '?(?P<guess>[^']*?)'?\?$", re.DOTALL)

_CHOICES = re.compile(r"(?:'[^']*', )*'[^']*' or '[^']*'")
"""What pydantic says of words to choose from."""

_JOINTS = {"; ": "; ", ", or ": ", 또는 ", " + ": " + ", ", ": ", "}
"""What stands between messages of one text, in the order in which it is looked for, and its Korean."""

_PROSE = re.compile(r"[A-Za-z]+,? [a-z]{2,}|[a-z]{2,},? [A-Za-z]{2,}")
"""Two English words in a row: not a name, a number, a unit or `key: value`."""


class _Template(NamedTuple):
    begin: str
    end: str
    """What it says before its first field and after its last: most texts are told apart by these alone."""
    english: str
    korean: str


def told(english: str) -> str:
    """The text in the language that is spoken: in Korean where there is a template for it."""
    return in_korean(english) if spoken() is Language.ko else english


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
        inner = in_korean(hint["text"])
        return f"{inner}; 혹시 '{hint['guess']}'입니까?" if inner != hint["text"] else text
    if _CHOICES.fullmatch(text):
        return text.replace("' or '", "', '")
    if exact := _read().get(text):
        return exact
    for template in _ready():
        likely = text.startswith(template.begin) and text.endswith(template.end)
        if likely and (found := _pattern(template.english).fullmatch(text)):
            return _filled(template.korean, found.groupdict())
    return _joined(text)


def _joined(text: str) -> str:
    """Several messages in one; the text as it is unless all of it becomes Korean."""
    for joint, korean in _JOINTS.items():
        if joint in text:
            parts = text.split(joint)
            told = [in_korean(part) for part in parts]
            if told != parts and not any(
                one == part and _PROSE.search(one) for one, part in zip(told, parts, strict=True)
            ):
                return korean.join(told)
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
    """Those with fields. The more a template says itself, the earlier it is tried."""
    order = sorted(_read().items(), key=lambda pair: -len(_FIELD.sub("", pair[0])))
    return tuple(_template(english, korean) for english, korean in order if _FIELD.search(english))


def _template(english: str, korean: str) -> _Template:
    said = _FIELD.split(english)[:: _FIELD.groups + 1]
    return _Template(said[0], said[-1], english, korean)


@cache
def _pattern(english: str) -> re.Pattern[str]:
    parts: list[str] = []
    seen: set[str] = set()
    at = 0
    for field in _FIELD.finditer(english):
        name, known = field[1], field[1] in seen
        what = r"\S+" if name.endswith("_w") else ".+?"
        parts += [re.escape(english[at : field.start()]), f"(?P={name})" if known else f"(?P<{name}>{what})"]
        seen.add(name)
        at = field.end()
    return re.compile("".join([*parts, re.escape(english[at:])]), re.DOTALL)


def _filled(korean: str, fields: Mapping[str, str]) -> str:
    def put(field: re.Match[str]) -> str:
        said = fields[field[1]]
        inner = _kinds(said) if field[1] == "_kind" else in_korean(said) if field[1].startswith("_") else said
        return inner + (particle(inner, field[2]) if field[2] else "")

    return _FIELD.sub(put, korean)


def _kinds(said: str) -> str:
    """Kinds of things, such as `secret or repository`; one without Korean is a resource type's own name, and stays."""
    return " 또는 ".join(_read().get(f"kind: {kind}", kind) for kind in said.split(" or "))
