"""What commands say, in the language of who reads it."""

from __future__ import annotations

from x2bee_constructs.core.language import Language, spoken

__all__ = ["said"]


def said(english: str, korean: str) -> str:
    """The one of the two that X2BEE_LANG or the locale asks for."""
    return korean if spoken() is Language.ko else english
