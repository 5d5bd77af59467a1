"""What commands say, in the language of who reads it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from x2bee_constructs.core.faults import meant
from x2bee_constructs.core.language import said

__all__ = ["hint", "moment"]

_DAYS = "월화수목금토일"


def hint(word: str, words: Iterable[str]) -> str:
    """What follows a title where the word is like one that is known: `; did you mean 'x'?`; nothing if none is."""
    english, guess = meant(word, words)
    return said(english, f"; 혹시 '{guess}'입니까?") if guess else ""


def moment(when: datetime) -> str:
    """Day and time in a few characters: `Tue 01 Dec 02:00`, `12/01(화) 02:00`."""
    return said(f"{when:%a %d %b %H:%M}", f"{when:%m/%d}({_DAYS[when.weekday()]}) {when:%H:%M}")
