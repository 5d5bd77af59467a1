"""Judges that only read files: kubeconform and kube-score."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from conformance import schemas
from conformance.objects import listed, part
from conformance.report import Judge

Reader = Callable[[Path, Path, Judge], None]  # binary, folder, judge
GRADE_OK = 5  # kube-score: 1 critical, 5 warning, 7 almost, 10 good
SECONDS = 120
SCORE_OPTIONS = (
    "--ignore-container-cpu-limit",  # CPU limits throttle; a request is demanded, a limit is not
    "--enable-optional-test=container-seccomp-profile",
    "--enable-optional-test=container-memory-requests-equal-limits",
)


def _run(argv: Sequence[str], folder: Path, codes: tuple[int, ...] = (0, 1)) -> Any:
    done = subprocess.run(argv, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False)
    if done.returncode not in codes or not done.stdout.strip():
        raise RuntimeError(f"{Path(argv[0]).name} ended with {done.returncode}: {done.stderr.strip()[-500:]}")
    return json.loads(done.stdout)


def yaml_files(folder: Path) -> list[str]:
    """Every YAML file under the folder, relative to it."""
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.suffix in {".yaml", ".yml"})


def kubeconform(binary: Path, folder: Path, places: Path, kubernetes: str, judge: Judge) -> None:
    """Strict: unknown fields and unknown kinds are refused; no network."""
    argv = [
        str(binary), "-strict", "-verbose", "-output=json", f"-kubernetes-version={kubernetes}",
        f"-schema-location={places}/{schemas.TEMPLATE}", *yaml_files(folder),
    ]  # fmt: skip
    for resource in _run(argv, folder)["resources"]:
        label, state = f"{resource['kind']}/{resource['name']}", resource["status"]
        if state == "statusEmpty":
            continue
        said = str(resource["msg"])
        said = said.partition(" - ")[2] or said  # without the schema's place on this machine
        judge.expect(state == "statusValid", state, label, resource["filename"], said)


def kube_score(binary: Path, folder: Path, kubernetes: str, judge: Judge) -> None:
    """Every check that is on by default; a warning counts as an objection."""
    minor = ".".join(kubernetes.removeprefix("v").split(".")[:2])
    options = ["--output-format=json", f"--kubernetes-version=v{minor}", *SCORE_OPTIONS]
    argv = [str(binary), "score", *options, *yaml_files(folder)]
    for scored in sorted(_run(argv, folder), key=lambda one: one["object_name"]):
        meta = part(scored, "object_meta")
        label = "/".join(filter(None, (meta.get("namespace"), scored["type_meta"]["kind"], meta["name"])))
        file = os.path.relpath(scored["file_name"], folder)
        for check in sorted(scored["checks"], key=lambda one: one["check"]["id"]):
            if check["skipped"]:
                continue
            said = "; ".join(f"{c['path']} {c['summary']}".strip() for c in listed(check, "comments"))
            judge.expect(check["grade"] > GRADE_OK, check["check"]["id"], label, file, said)
