"""The index Job's container, with a real shell and a real curl, and the real OpenSearch that it is tried against."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from conformance.logging.opensearch.build import build
from conformance.logging.opensearch.server import OpenSearch
from x2bee_constructs.core.names import Site
from x2bee_constructs.logging.index.files import job_files
from x2bee_constructs.logging.index.settings import IndexSettings

__all__ = ["SETTINGS", "Job", "done", "started"]

SETTINGS = IndexSettings(
    site=Site("acme", "prd"),
    hot_days={"application": 14, "access": 30, "audit": 90, "commerce": 30},
    shards=1,
    replicas=2,
    groups={"developers": "reader", "security": "auditor", "operators": "administrator"},
    iam_groups=True,
    writer_role="x2bee-acme-prd-fluentd",
)


class Job:
    """The Job of a deployment; `run` may be said again and again."""

    def __init__(self, folder: Path, address: str, environment: Mapping[str, str]) -> None:
        self.folder, self.address, self.environment = folder, address, environment
        (folder / "token").write_text("pod-token")
        (folder / "tmp").mkdir()

    def run(self, settings: IndexSettings = SETTINGS, **env: str) -> subprocess.CompletedProcess[str]:
        """Write its files and run its script."""
        files = self.folder / "index"
        shutil.rmtree(files, ignore_errors=True)
        files.mkdir()
        for name, text in job_files(settings).items():
            (files / name).write_text(text, encoding="utf-8")
        given = {
            "PATH": "/usr/bin:/bin",
            "TMPDIR": str(self.folder / "tmp"),
            "HOST": self.address,
            "REGION": "ap-northeast-2",
            "ACCOUNT": "111122223333",
            "RETRIES": "0",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": str(self.folder / "token"),
            **self.environment,
            **env,
        }
        return subprocess.run(
            ["/bin/sh", str(files / "apply.sh")], env=given, capture_output=True, text=True, check=False
        )


def done(result: subprocess.CompletedProcess[str]) -> list[str]:
    """What it said, of a run that did not fail."""
    assert result.returncode == 0, result.stderr
    return result.stdout.splitlines()


def started(folder: Path) -> OpenSearch:
    """A real OpenSearch that runs, with its data in the folder. `X2BEE_NEEDS_OPENSEARCH=1` makes it a must."""
    missing = [program for program in ("mvn", "javac", "openssl", "curl") if not shutil.which(program)]
    if missing and os.environ.get("X2BEE_NEEDS_OPENSEARCH") != "1":
        pytest.skip(f"no OpenSearch without {', '.join(missing)}")
    made = OpenSearch(build(Path(__file__).parents[2] / "build" / "opensearch"), folder)
    made.start()
    return made
