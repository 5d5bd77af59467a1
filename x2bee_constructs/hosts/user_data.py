"""What a machine does when it is new: a header with what is said, and scripts that change nothing when run again."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from importlib import resources

from x2bee_constructs.core.names import bounded
from x2bee_constructs.hosts.names import HostTool

__all__ = ["CERTIFICATES", "user_data"]

CERTIFICATES = "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem"
"""The authorities that RDS' certificates come from, of all regions (Using SSL/TLS to encrypt a connection to a DB
instance, looked up 2026-11-30)."""

_LIMIT = 16_384
"""What EC2 takes, before it is encoded."""

_UNKNOWN = 128
"""Room for what is known only when it is deployed: the address of a database, the id of a volume."""


def user_data(tool: HostTool, values: Mapping[str, str | Sequence[str]]) -> str:
    """The script of a tool's machine. Raises `ValueError` if EC2 would not take it.

    Values may be tokens of the CDK; a list becomes words that are separated by spaces.
    """
    said = {name: value if isinstance(value, str) else " ".join(value) for name, value in values.items()}
    header = "".join(f"{name}={shlex.quote(value)}\n" for name, value in sorted(said.items()))
    parts = (_script("common.sh"), _script(f"{tool}.sh"))
    text = "\n".join(("#!/bin/bash", "set -euo pipefail", header, *parts))
    bounded(text, _LIMIT - _UNKNOWN, "user data")
    return text


def _script(name: str) -> str:
    return resources.files("x2bee_constructs.hosts.boot").joinpath(name).read_text(encoding="utf-8")
