"""`make sbom`: what `pip install x2bee-constructs[aws,k8s,test]` installs with our pins, as CycloneDX, into build/dist.

The wheel is installed into an environment without anything else, and that environment is described. The result is the
same in every run, and is checked: versions as pinned, each with a licence, and no place of this machine.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tools.distribution import OUT, ROOT
from tools.lock import CONSTRAINTS, pins

HOME = ROOT / "build" / "sbom"
INSTALLED = HOME / "installed"
PACKAGE = "x2bee-constructs"


def main() -> int:
    """Write it; returns 1 if it does not say what it should, 2 without a wheel."""
    wheels = sorted(OUT.glob("*.whl"))
    if len(wheels) != 1:
        print(f"tools.sbom: no wheel in {OUT.relative_to(ROOT)}; run make dist first", file=sys.stderr)
        return 2
    version = wheels[0].name.split("-")[1]
    _install(f"{PACKAGE}[aws,k8s,test]=={version}")
    target = OUT / f"{wheels[0].name.partition('-')[0]}-{version}.cdx.json"
    _describe(target)
    described = json.loads(target.read_text(encoding="utf-8"))
    faults = [*sbom_faults(described, pins(CONSTRAINTS.read_text(encoding="utf-8")))]
    print("\n".join(faults) or f"{target.relative_to(ROOT)}: {len(described['components'])} components")
    return int(bool(faults))


def _install(requirement: str) -> None:
    shutil.rmtree(INSTALLED, ignore_errors=True)
    _run([sys.executable, "-m", "venv", "--without-pip", str(INSTALLED)])
    pip = [sys.executable, "-m", "pip", "--python", str(INSTALLED / "bin" / "python"), "install", "--quiet"]
    found = ["--find-links", str(OUT), "--constraint", str(CONSTRAINTS), "--disable-pip-version-check"]
    _run([*pip, *found, requirement])


def _describe(target: Path) -> None:
    program = str(Path(sys.executable).with_name("cyclonedx-py"))
    root = ["--pyproject", str(ROOT / "pyproject.toml"), "--mc-type", "library"]
    how = ["--output-reproducible", "--spec-version", "1.6", "--output-file", str(target)]
    _run([program, "environment", *root, *how, str(INSTALLED / "bin" / "python")])


def _run(command: Sequence[str]) -> None:
    told = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    subprocess.run(command, cwd=ROOT, env=told, check=True)


def sbom_faults(described: Mapping[str, Any], pinned: Sequence[str]) -> Iterator[str]:
    """What is wrong with it; `pinned` are requirements of one version each."""
    root = described["metadata"]["component"]
    if root.get("name") != PACKAGE:
        yield f"the described component is {root.get('name')!r}, expected {PACKAGE!r}"
    versions = dict(pin.partition(" ")[0].split("==", 1) for pin in pinned)
    for component in described["components"]:
        name, version = component["name"].lower().replace("_", "-").replace(".", "-"), component["version"]
        if versions.get(name) != version.removeprefix("v"):
            yield f"{name} {version} is installed, but {versions.get(name, 'nothing')} is pinned"
        if not component.get("licenses"):
            yield f"{name} {version} has no licence"
    if "file:" in (text := json.dumps(described)) or str(ROOT) in text:
        yield "it names a place of this machine"


if __name__ == "__main__":
    sys.exit(main())
