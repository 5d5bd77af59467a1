"""What the CDK CLI tells the app that it runs."""

from __future__ import annotations

import json
from pathlib import Path

from x2bee_constructs.core.documents import as_mapping

__all__ = ["cdk_context"]


def cdk_context(folder: Path) -> str:
    """The `context` of the folder's cdk.json as JSON; `{}` without one. Raises `ValueError` if it is no JSON object."""
    file = folder / "cdk.json"
    if not file.is_file():
        return "{}"
    said = as_mapping(json.loads(file.read_text(encoding="utf-8")))
    if said is None:
        raise ValueError("it is a list or a single value, not an object")
    return json.dumps(said.get("context", {}), sort_keys=True)
