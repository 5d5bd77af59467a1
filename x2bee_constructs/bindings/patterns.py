"""Patterns: upstream writes them for Go; pydantic's engine (Rust) reads nearly the same language."""

from __future__ import annotations

import logging
import re
from functools import cache

from pydantic_core import SchemaError, SchemaValidator, core_schema

__all__ = ["portable"]

_log = logging.getLogger(__name__)


@cache
def portable(pattern: str) -> str | None:
    """The pattern for pydantic, or None and a warning where its engine has no such form (the API server has)."""
    written = re.sub(r"\\Q(.*?)(?:\\E|$)", lambda quoted: re.escape(quoted[1]), pattern)
    try:
        SchemaValidator(core_schema.str_schema(pattern=written))
    except SchemaError:
        _log.warning("pattern left to the API server, for pydantic cannot read it: %s", pattern)
        return None
    return written
