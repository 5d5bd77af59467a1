"""Secrets come by name; a literal that looks like one is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated

from x2bee_constructs.core.faults import PlacedFault, fault, matching
from x2bee_constructs.core.props import Props

__all__ = ["SecretKey", "secret_faults"]


class SecretKey(Props):
    """One value in AWS Secrets Manager, by name."""

    secret: Annotated[
        str,
        matching(
            r"(?!/)[A-Za-z0-9/_+=.@-]{1,512}(?<!/)", "the name of a secret, such as x2bee/acme/prd/db/x2bee-api-order"
        ),
    ]
    """The secret's name, never its ARN. In a customer's file it is what follows `x2bee/<customer>/<environment>/`."""
    key: Annotated[str, matching(r"[^\s]+", "a key of the secret's JSON")] | None = None
    """Which key of the secret's JSON; the whole secret if not given."""


_NAMES = re.compile(
    r"pass(word|wd|phrase)?$|pass(word|wd|phrase)?_|_pwd$|^pwd$|secret|token|credential|(api|private|signing|encryption|access)_?key",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"_(url|uri|path|file|name|ttl|length|size|enabled|expiry|expiration|issuer|header|type|algorithm|seconds|days|policy)$",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"(true|false|\d+(ms|s|m|h|d)|\d{1,5}|)", re.IGNORECASE)
_VALUES = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|\b(AKIA|ASIA)[A-Z0-9]{16}\b"
    r"|\bgh[pousr]_[A-Za-z0-9]{36}"
    r"|\bxox[abps]-[A-Za-z0-9-]{10}"
    r"|\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}"
    r"|://[^/\s:@]+:[^/\s:@$]{3,}@"
)


_LINE = re.compile(r"^\s*[\"']?([\w.-]+)[\"']?\s*[:=]\s*[\"']?([^\s\"'#$]+)", re.MULTILINE)
"""`key: value` or `key=value` in a file; a value that begins with `$` is a reference."""


def _in_clear(field: str, name: str, value: str) -> bool:
    if _VALUES.search(value):
        return True
    lines = _LINE.findall(value) if field == "files" else [(name, value)]
    return any(
        _NAMES.search(key.replace(".", "_").replace("-", "_")) and not _ABOUT.search(key) and not _PLAIN.fullmatch(text)
        for key, text in lines
    )


def secret_faults(field: str, values: Mapping[str, str]) -> Iterator[PlacedFault]:
    """Values that are secrets by name (`…_PASSWORD`) or by form (keys, tokens, addresses with passwords)."""
    for name, value in values.items():
        if _in_clear(field, name, value):
            wrong = fault(
                "X2B116",
                f"'{name}' looks like a secret in clear",
                why="what is in the file is in Git, in the ConfigMap and in every log of a difference",
                fix="put it in Secrets Manager and name it under secrets",
            )
            yield (field, name), wrong, "…"
