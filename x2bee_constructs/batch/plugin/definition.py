"""The plugin as Cronicle keeps it."""

from __future__ import annotations

from importlib import resources
from typing import Any

__all__ = ["FOLDER", "PLUGIN", "plugin_definition", "plugin_files"]

PLUGIN = "x2beebatch"
"""The plugin's id in Cronicle."""

FOLDER = "/opt/x2bee/plugin"
"""Where a scheduler's container has its files."""

_SCRIPT = "plugin.mjs"


def plugin_definition(folder: str = FOLDER) -> dict[str, Any]:
    """As `create_plugin` and `setup.json` take it.

    Its parameters are never more than these: an event that gives another one is refused since Cronicle 0.9.124, and the
    parameters of jobs, which their programs add to, go as one text.
    """
    return {
        "id": PLUGIN,
        "title": "Batch job by HTTP",
        "enabled": 1,
        "command": f"/usr/bin/env node {folder}/{_SCRIPT}",
        "cwd": "",
        "uid": "",
        "gid": "",
        "params": [
            {"id": "url", "type": "text", "size": 50, "title": "Batch service", "value": ""},
            {"id": "job", "type": "text", "size": 40, "title": "Job", "value": ""},
            {"id": "parameters", "type": "textarea", "rows": 5, "title": "Parameters (JSON)", "value": "{}"},
            {"id": "only_on", "type": "text", "size": 20, "title": "Only on days of the month", "value": ""},
        ],
    }


def plugin_files() -> dict[str, str]:
    """The files of the folder, by name."""
    script = resources.files("x2bee_constructs.batch.plugin").joinpath(_SCRIPT).read_text(encoding="utf-8")
    return {_SCRIPT: script}
