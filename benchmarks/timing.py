"""Whole processes, one after the other and again: what each takes of the processor, of time and of memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Command", "Taken", "take", "taken"]


@dataclass(frozen=True)
class Command:
    """What is run, and what it is called in the tables."""

    name: str
    words: Sequence[str | Path]
    env: Mapping[str, str] = field(default_factory=dict[str, str])
    codes: tuple[int, ...] = (0,)
    """Exit codes that are good."""


@dataclass(frozen=True)
class Taken:
    """Medians of several runs. Processor time is that of all processes together: other work disturbs it least."""

    cpu: float
    """Seconds."""
    wall: float
    """Seconds."""
    memory: float
    """MiB at the peak, of the largest process."""


def taken(commands: Sequence[Command], runs: int) -> dict[str, Taken]:
    """The medians of each command, by its name. Runs are interleaved, so that a slow minute of the machine hits all."""
    samples: dict[str, list[Taken]] = {command.name: [] for command in commands}
    for number in range(runs):
        for command in commands:
            print(f"  {number + 1}/{runs} {command.name}", file=sys.stderr)
            samples[command.name].append(take(command))
    return {name: _median(found) for name, found in samples.items()}


def take(command: Command) -> Taken:
    """One run. Raises `RuntimeError` with its last words if it fails."""
    started = time.perf_counter()
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with subprocess.Popen(
        [str(word) for word in command.words],
        env={**inherited, **command.env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        said = process.stdout.read() if process.stdout else b""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    if process.returncode not in command.codes:
        raise RuntimeError(f"{command.name} ended with {process.returncode}: {said.decode(errors='replace')[-2000:]}")
    return Taken(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


def _median(found: Sequence[Taken]) -> Taken:
    return Taken(
        statistics.median(one.cpu for one in found),
        statistics.median(one.wall for one in found),
        statistics.median(one.memory for one in found),
    )
