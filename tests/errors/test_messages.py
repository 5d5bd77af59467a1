"""Everything that a finding says has its Korean, with the same fields; and none is half English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from pydantic_core import ErrorDetails

from tests.conftest import ROOT
from tests.errors.messages import Message, messages
from x2bee_constructs.core.extras import MissingExtraError
from x2bee_constructs.core.faults import translate
from x2bee_constructs.core.korean import in_korean
from x2bee_constructs.difference.objects import LOST_WITH
from x2bee_constructs.platform.props import Platform

SOURCES = sorted(path for path in (ROOT / "x2bee_constructs").rglob("*.py") if "imports" not in path.parts)
HANGUL = re.compile(r"[가-힣]")
PROSE = re.compile(r"[A-Za-z]+,? [a-z]{2,}|[a-z]{2,},? [A-Za-z]{2,}")
"""Two English words in a row; `key: value`, names, numbers and units are the same in both languages."""

CHOSEN = {"{show(value)} is no {kind}": ("boolean", "number", "text", "date")}
"""What stands for the last field of a text, where the sources do not show it."""

MADE = "{MissingExtraError('aws_cdk', 'aws')}"
"""A field that is a message itself."""

FIELD = re.compile(r"\{[^{}]+\}")


def _sample(text: str) -> tuple[str, set[str]]:
    """The text with a word in the place of each field, and those words."""
    words: list[str] = []

    def put(_: re.Match[str]) -> str:
        words.append(f"Q{len(words)}Z")
        return words[-1]

    return FIELD.sub(put, text), set(words)


def _prose() -> Iterator[Message]:
    seen: set[str] = set()
    for message in messages(SOURCES):
        said = message.text.removeprefix("error: ").replace(MADE, str(MissingExtraError("aws_cdk", "aws")))
        for text in (said.replace("{kind}", kind) for kind in CHOSEN.get(said, ("{kind}",))):
            if text not in seen and PROSE.search(FIELD.sub("", text)):
                seen.add(text)
                yield message._replace(text=text)


def test_every_text_of_a_finding_has_its_korean_with_the_same_fields() -> None:
    found = list(_prose())
    assert len(found) > 600, "the sources are no longer read"
    missing: list[str] = []
    lost: list[str] = []
    for message in found:
        said, words = _sample(message.text)
        korean = in_korean(said)
        where = f"{message.path.relative_to(ROOT)}:{message.line} {message.part}: {message.text}"
        if not HANGUL.search(korean):
            missing.append(where)
        elif any(word not in korean for word in words):
            lost.append(f"{where} -> {korean}")
    assert not missing, "no Korean in core/korean:\n" + "\n".join(missing)
    assert not lost, "the Korean lacks a field:\n" + "\n".join(lost)


def test_what_goes_with_an_object_has_its_korean() -> None:
    for text in LOST_WITH.values():
        assert in_korean(f"it goes: {text}") == f"삭제됩니다: {in_korean(text)}" != f"삭제됩니다: {text}"


def test_every_key_that_a_file_must_have_is_described_in_korean() -> None:
    missing = [text for text in sorted(_needed(Platform, set())) if not HANGUL.search(in_korean(text))]
    assert not missing, missing


def _needed(model: Any, seen: set[Any]) -> set[str]:
    """What `x2bee check` says of each key without a default, in all models that a file reaches."""
    if model in seen:
        return set()
    seen.add(model)
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return {text for inner in get_args(model) for text in _needed(inner, seen)}
    fields = model.model_fields
    found = [translate(model, _missing(name)).context for name, one in fields.items() if one.is_required()]
    own = {str(context["expected"]) for context in found if context}
    return own.union(*(_needed(one.annotation, seen) for one in fields.values()))


def _missing(name: str) -> ErrorDetails:
    return {"type": "missing", "loc": (name,), "msg": "", "input": {}}


@pytest.mark.parametrize(
    ("english", "korean"),
    [
        ("serverless.max: 8, or pools of at most 5", "serverless.max: 8, 또는 풀을 5 이하로 줄입니다"),
        ("'small', 'medium' or 'large'", "'small', 'medium', 'large'"),
        ("instance: db.r7g.large, or what nobody has translated", None),
        ("max_memory must be at least memory (4Gi)", "max_memory는 memory(4Gi) 이상이어야 합니다"),
        ("max_memory must be at least pods (4Gi)", None),
    ],
)
def test_texts_of_several_parts(english: str, korean: str | None) -> None:
    assert in_korean(english) == (korean or english)
