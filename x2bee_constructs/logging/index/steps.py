"""One request that the Job makes, and how it sees that it need not make it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["MARK", "Kind", "Step", "marked", "role_name"]

Kind = Literal["put", "policy", "stream", "member", "dashboards"]
"""`put` writes what differs; `policy` writes it too, and gives it to the indices that are there; `stream` makes what is
not there; `member` adds one to a list that others write too; `dashboards` writes saved objects."""

MARK = "@MARK@"
"""Stands in a body where its digest goes: by that the Job sees whether what is there is what was declared. Everything
that takes a body of ours has a field of its own for it, and OpenSearch adds defaults to what it is given, so that
comparing whole answers would find a difference for ever."""


@dataclass(frozen=True)
class Step:
    """One step of the Job."""

    kind: Kind
    path: str
    """Below the domain's host."""
    body: str
    look: str
    """What is in the answer to a GET of `path` when nothing is to be done."""


def marked(kind: Kind, path: str, body: Any) -> Step:
    """A step whose body has `MARK` somewhere."""
    text = json.dumps(body, indent=1, sort_keys=True, ensure_ascii=False)
    if MARK not in text:
        raise ValueError(f"the body for {path} has no place for its digest")
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return Step(kind, path, text.replace(MARK, f"x2bee:{digest}"), f"x2bee:{digest}")


def role_name(name: str) -> str:
    """An IAM role in a body: the Job, which knows its account, writes the ARN. YAML has none."""
    return f"%ROLE:{name}%"
