"""A Git repository on this machine, with the manifests where their Applications look for them."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from conformance.manifests import Manifest
from conformance.objects import part

BRANCH = "main"
WHO = ("-c", "user.name=conformance", "-c", "user.email=conformance@example.com", "-c", "commit.gpgsign=false")
STAND_INS = "stand-ins"


class Repository:
    """The customer's repository; upstream's charts are one ConfigMap each, since no registry is asked.

    Only the sources of Applications and AppProjects are changed: every other file is as it was rendered, byte for byte.
    """

    def __init__(self, folder: Path, dist: Path, manifests: Sequence[Manifest]) -> None:
        self.folder, self.dist = folder, dist
        self.url = f"file://{folder}"
        root = next(m for m in manifests if m.kind == "Application" and m.chart == "delivery" and _is_root(m))
        self.project = root.name
        self.home = Path(str(part(root.body, "spec", "source")["path"])).parent
        self.stood_in: list[str] = []
        shutil.copytree(dist, folder / self.home)
        for m in manifests:
            if m.api_version.startswith("argoproj.io/"):
                self.write(m.file, json.dumps(self._ours(m)))
        self._git("init", "--quiet", f"--initial-branch={BRANCH}")
        self.commit("as it was rendered")

    def _git(self, *arguments: str) -> None:
        subprocess.run(["git", *WHO, *arguments], cwd=self.folder, check=True, capture_output=True)

    def commit(self, message: str) -> None:
        """Everything as it is now."""
        self._git("add", "--all")
        self._git("commit", "--quiet", f"--message={message}")

    def read(self, file: str) -> str:
        """A rendered file."""
        return (self.folder / self.home / file).read_text(encoding="utf-8")

    def write(self, file: str, text: str) -> None:
        """Another text for it."""
        (self.folder / self.home / file).write_text(text, encoding="utf-8")

    def remove(self, path: str) -> None:
        """A file or a folder."""
        found = self.folder / self.home / path
        shutil.rmtree(found) if found.is_dir() else found.unlink()

    def _ours(self, m: Manifest) -> dict[str, Any]:
        body: dict[str, Any] = json.loads(json.dumps(m.body))
        spec = body["spec"]
        if m.kind == "AppProject":
            spec["sourceRepos"] = [self.url]
        elif "chart" in spec["source"]:
            spec["source"] = {"repoURL": self.url, "targetRevision": BRANCH, "path": self._stand_in(m.name)}
            self.stood_in.append(m.name)
        else:
            spec["source"]["repoURL"] = self.url
        return body

    def _stand_in(self, name: str) -> str:
        folder = self.folder / STAND_INS / name
        folder.mkdir(parents=True)
        body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": f"{name}-stand-in"}, "data": {"of": name}}
        (folder / "ConfigMap.json").write_text(json.dumps(body), encoding="utf-8")
        return f"{STAND_INS}/{name}"


def _is_root(m: Manifest) -> bool:
    return str(part(m.body, "spec").get("project")) == m.name
