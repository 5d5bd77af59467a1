"""Calls on a cluster that the emulator lacks: labels of a node group, deletion protection of a cluster."""

from __future__ import annotations

import json
import re
from typing import Any

from conformance.emulator.types.stack import eks

__all__ = ["serve"]

_UPDATE = re.compile(r"/clusters/([\w-]+)/(?:node-groups/([\w-]+)/)?update-config")


def serve() -> None:
    """Answer them too, and start no containers for clusters."""
    eks._get_docker = lambda: None
    before = eks._handle_request_sync

    def handle(method: str, path: str, headers: Any, body: bytes, query: Any) -> Any:
        match = _UPDATE.fullmatch(path)
        if match is None or method != "POST":
            return before(method, path, headers, body, query)
        return _update_config(match.group(1), match.group(2), json.loads(body))

    eks._handle_request_sync = handle


def _update_config(cluster: str, group: str | None, body: dict[str, Any]) -> Any:
    record = eks._nodegroups.get(f"{cluster}/{group}") if group else eks._clusters.get(cluster)
    if record is None:
        return eks._error(404, "ResourceNotFoundException", f"no {group or cluster}")
    if group:
        labels: dict[str, Any] = body.get("labels", {})
        kept = {k: v for k, v in record["labels"].items() if k not in labels.get("removeLabels", [])}
        record["labels"] = {**kept, **labels.get("addOrUpdateLabels", {})}
    else:
        record["deletionProtection"] = body.get("deletionProtection", record.get("deletionProtection", False))
    return eks._json_resp(200, {"update": {"id": "update", "status": "Successful", "type": "ConfigUpdate"}})
