"""Patterns: upstream writes them for Go; pydantic's engine (Rust) reads nearly the same language."""

from __future__ import annotations

import re
from functools import cache

from pydantic_core import SchemaError, SchemaValidator, core_schema


def translated(pattern: str) -> str:
    """The pattern with the Go-only quoting `\\Q…\\E` written out."""
    return re.sub(r"\\Q(.*?)(?:\\E|$)", lambda m: re.escape(m[1]), pattern)


@cache
def usable(pattern: str) -> bool:
    """Whether pydantic's engine accepts the pattern; one it does not accept is left to the API server."""
    try:
        SchemaValidator(core_schema.str_schema(pattern=pattern))
    except SchemaError:
        return False
    return True
