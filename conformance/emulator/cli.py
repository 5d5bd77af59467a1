"""The real CDK CLI."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from conformance.processes import run_group

__all__ = ["Cli", "Ran"]

SECONDS = 240
"""How long one command may take."""


@dataclass(frozen=True, slots=True)
class Ran:
    """One command of the CLI."""

    command: str
    code: int
    text: str

    @property
    def ok(self) -> bool:
        """Whether it ended well."""
        return self.code == 0

    @property
    def end(self) -> str:
        """Its last words, in one line."""
        lines = [line.strip() for line in self.text.splitlines() if line.strip()]
        return f"`cdk {self.command}` ended with {self.code}: {' / '.join(lines[-4:])[-600:]}"


class Cli:
    """`cdk`, in one project, against the emulator; each command's words go to a numbered log."""

    def __init__(self, project: Path, logs: Path, environment: Mapping[str, str]) -> None:
        """Nothing of AWS that this process was given reaches it."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
        said = {
            "CDK_VALIDATION": "false",
            "JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "1",
            "NO_COLOR": "1",
            "CI": "1",
        }
        self._environment = {**kept, **said, **environment}
        self._project = project
        self._logs = logs
        self._count = 0

    def run(self, *arguments: str, name: str = "") -> Ran:
        """Run one command to its end, whatever that is."""
        self._count += 1
        argv = ["cdk", *arguments, "--no-notices", "--ci", "--progress", "events"]
        argv = argv if arguments[0] == "deploy" else argv[:-2]
        code, text = run_group(argv, self._project, self._environment, SECONDS)
        label = name or arguments[0]
        (self._logs / f"{self._count:02}-{label}.log").write_text(f"$ {' '.join(argv)}\n{text}\n\nexit code {code}\n")
        return Ran(" ".join(arguments), code, text)
