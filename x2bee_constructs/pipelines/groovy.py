"""How lines of Groovy are put together."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["block", "text"]


def block(head: str, body: Iterable[str]) -> list[str]:
    """The lines in braces after `head`, indented."""
    return [f"{head} {{", *(f"  {line}" if line else "" for line in body), "}"]


def text(head: str, said: str) -> list[str]:
    """A text of several lines as Groovy writes one in which nothing is replaced."""
    escaped = said.replace("\\", "\\\\").replace("'", "\\'")
    return [f"{head}'''{escaped}'''"]
