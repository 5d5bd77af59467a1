"""In which language people are spoken to: English or Korean."""

from __future__ import annotations

import os
from collections.abc import Mapping
from enum import StrEnum

__all__ = ["Language", "said", "spoken"]


class Language(StrEnum):
    """A language that messages are written in."""

    en = "en"
    """English."""
    ko = "ko"
    """Korean."""


_WHERE = ("X2BEE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
"""The first that is set decides: our own, then those of POSIX in its order."""


def spoken(environ: Mapping[str, str] = os.environ) -> Language:
    """Korean if X2BEE_LANG says so, else the locale (ko, ko_KR.UTF-8); English otherwise."""
    named = next((environ[name] for name in _WHERE if environ.get(name)), "")
    return Language.ko if named.lower().replace("-", "_").split(".")[0].split("_")[0] == "ko" else Language.en


def said(english: str, korean: str) -> str:
    """The one of the two that is spoken."""
    return korean if spoken() is Language.ko else english
