"""`make lock`: every Python package that is installed anywhere here, pinned with the digests of its files.

What is pinned stays as long as `pyproject.toml` allows it; `make lock UPGRADE=1` takes the newest instead. Versions are
those of all platforms and Pythons from 3.11 on; where they are fetched from is the machine's business.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
REQUIREMENTS = ROOT / "requirements.txt"
CONSTRAINTS = ROOT / "x2bee_constructs" / "cli" / "template" / "constraints.txt"
"""The pins of `requirements.txt`, for a customer's repository; without digests, or pip would want one of our wheel."""

LOCKS: Mapping[str, tuple[str, ...]] = {
    "requirements.txt": ("pyproject.toml", "--all-extras", "--group", "dev"),
    "conformance/cfn-lint.txt": ("--group", "cfn-lint"),
    "conformance/checkov.txt": ("--group", "checkov"),
    "conformance/emulator.txt": ("--group", "emulator"),
    "conformance/faults.txt": ("--group", "faults"),
    "conformance/pipelines/requirements.txt": ("--group", "pipelines"),
    "conformance/sessions/requirements.txt": ("--group", "sessions"),
    "tools/locks/build.txt": ("--group", "build"),
    "tools/locks/lock.txt": ("--group", "lock"),
    "tools/locks/mutation.txt": ("--group", "mutation"),
    "tools/locks/sbom.txt": ("--group", "sbom"),
    "tools/locks/site.txt": ("--group", "site"),
}
"""Each file, and what of `pyproject.toml` it locks: one environment for each, because their tools do not agree."""

_ALWAYS = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate")
_PIN = re.compile(r"^([a-z0-9.-]+==[^\s\\]+(?: ; [^\\\n]+?)?)(?: \\)?$", re.MULTILINE)


def pins(text: str) -> list[str]:
    """The pinned requirements of a lock file, without digests."""
    return _PIN.findall(text)


def main(arguments: list[str]) -> int:
    """Write every lock; returns 1 if one cannot be resolved."""
    upgrade = ["--upgrade"] if "--upgrade" in arguments else []
    for name, what in LOCKS.items():
        command = ["uv", "pip", "compile", *what, *_ALWAYS, *upgrade, "--no-emit-index-url", "--quiet"]
        command[0] = str(Path(sys.executable).with_name("uv"))
        done = subprocess.run([*command, "--output-file", name], cwd=ROOT, check=False)
        if done.returncode:
            print(f"tools.lock: {name} cannot be resolved", file=sys.stderr)
            return 1
    CONSTRAINTS.write_text("".join(f"{pin}\n" for pin in pins(REQUIREMENTS.read_text(encoding="utf-8"))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
