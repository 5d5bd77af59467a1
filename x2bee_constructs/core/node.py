"""Which Node.js jsii starts."""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["node_environment"]


def node_environment() -> dict[str, str]:
    """Variables for a process that loads jsii: the Node.js beside this Python, also where `bin` is not on the PATH.

    Nothing that is set already is changed; without a Node.js there jsii looks on the PATH.
    """
    found = {"JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "1"}  # jsii warns of every release younger than itself
    node = Path(sys.executable).with_name("node")
    if node.exists():
        found["JSII_NODE"] = str(node)
    return {name: os.environ.get(name, value) for name, value in found.items()}
