"""What commands say, in the language of who reads it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from x2bee_constructs.core.faults import meant
from x2bee_constructs.core.korean import in_korean
from x2bee_constructs.core.language import Language, spoken

__all__ = ["hint", "moment", "said", "told"]

_DAYS = "월화수목금토일"


def said(english: str, korean: str) -> str:
    """The one of the two that X2BEE_LANG or the locale asks for."""
    return korean if spoken() is Language.ko else english


def told(english: str) -> str:
    """The text, in Korean if that is asked for and `core/korean` has it."""
    return in_korean(english) if spoken() is Language.ko else english


def hint(word: str, words: Iterable[str]) -> str:
    """What follows a title where the word is like one that is known: `; did you mean 'x'?`; nothing if none is."""
    english, guess = meant(word, words)
    return said(english, f"; 혹시 '{guess}'입니까?") if guess else ""


def moment(when: datetime) -> str:
    """Day and time in a few characters: `Tue 01 Dec 02:00`, `12/01(화) 02:00`."""
    return said(f"{when:%a %d %b %H:%M}", f"{when:%m/%d}({_DAYS[when.weekday()]}) {when:%H:%M}")
