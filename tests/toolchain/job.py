"""Runs the emitted Job that sets SonarQube up: its ConfigMap's files, its command, its environment."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = ["PASSWORD", "WEBHOOK_SECRET", "run_setup"]

PASSWORD = "Long-enough-1"
"""The administrator's, as External Secrets brings it; SonarQube asks for 12 characters of four kinds."""


WEBHOOK_SECRET = "hush, and hush again"
"""SonarQube takes none shorter than 16 characters."""


def run_setup(
    objects: Mapping[str, Any], folder: Path, sonarqube: str, kubernetes: str, wait: int = 2
) -> subprocess.CompletedProcess[str]:
    """One run, against these addresses; it waits so many seconds for SonarQube."""
    for name, text in objects["setup-files"]["data"].items():
        (folder / name).write_text(text)
    container = objects["setup-job"]["spec"]["template"]["spec"]["containers"][0]
    environment = {one["name"]: one["value"] for one in container["env"]}
    environment |= {"KUBERNETES_URL": kubernetes, "SONARQUBE_URL": sonarqube, "WAIT_SECONDS": str(wait)}
    environment |= {"WANTED": str(folder / "wanted.json"), "PATH": os.environ["PATH"]}
    secrets = {"ADMIN_PASSWORD": PASSWORD, "SAML_CERTIFICATE": "MII", "WEBHOOK_SECRET": WEBHOOK_SECRET}
    script = str(folder / Path(container["command"][1]).name)
    return subprocess.run(
        [sys.executable, "-I", script], env={**environment, **secrets}, capture_output=True, text=True, timeout=120
    )
