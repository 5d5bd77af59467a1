"""What External Secrets makes of a template: the part of Go's templates that ours use, and nothing else.

`urlquery` is Go's `url.QueryEscape`, `replace` is sprig's; anything unknown is an error, as it is in Go.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote_plus

__all__ = ["render"]

_ACTION = re.compile(r"\{\{(.*?)\}\}")
_REPLACE = re.compile(r'replace "([^"]*)" "([^"]*)"')


def render(text: str, values: Mapping[str, str]) -> str:
    return _ACTION.sub(lambda found: _action(found[1], values), text)


def _action(action: str, values: Mapping[str, str]) -> str:
    first, *functions = (part.strip() for part in action.split("|"))
    if not first.startswith("."):
        raise ValueError(f"unknown value {first}")
    value = values[first[1:]]
    for function in functions:
        if function == "urlquery":
            value = quote_plus(value, safe="")
        elif found := _REPLACE.fullmatch(function):
            value = value.replace(found[1], found[2])
        else:
            raise ValueError(f"unknown function {function}")
    return value
