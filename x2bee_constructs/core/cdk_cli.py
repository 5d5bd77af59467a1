"""What the CDK CLI tells the app that it runs."""

from __future__ import annotations

import json
from pathlib import Path

__all__ = ["cdk_context"]


def cdk_context(folder: Path) -> str:
    """The `context` of the folder's cdk.json as JSON; `{}` without one. Raises `ValueError` if it is no JSON."""
    file = folder / "cdk.json"
    if not file.is_file():
        return "{}"
    return json.dumps(json.loads(file.read_text(encoding="utf-8")).get("context", {}), sort_keys=True)
