"""The files that a scheduler's pod runs and reads, by the key that each has in the ConfigMap."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files as resources

from x2bee_constructs.batch.config import config, setup
from x2bee_constructs.batch.props import CronicleSchedulerProps

__all__ = ["SCRIPT_NAMES", "digest", "scheduler_files"]

SCRIPT_NAMES = ("backup.js", "ensure.js", "exporter.js", "health.js", "restore.js", "start.js")
"""Our scripts."""


def scheduler_files(props: CronicleSchedulerProps) -> dict[str, str]:
    """Cronicle's two files, our scripts, and those of plugins, these as `plugin.<name>`."""
    made = {name: _script(name) for name in SCRIPT_NAMES}
    made |= {"config.json": _json(config(props)), "setup.json": _json(setup(props))}
    made |= {f"plugin.{name}": text for name, text in props.plugin_files.items()}
    return dict(sorted(made.items()))


def digest(files: dict[str, str]) -> str:
    """What changes when any of them does."""
    return hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()[:16]


def _json(value: object) -> str:
    return f"{json.dumps(value, indent=1)}\n"


@cache
def _script(name: str) -> str:
    return resources("x2bee_constructs.batch").joinpath("scheduler", name).read_text(encoding="utf-8")
