"""What the run found: a table for people, and `report.json`."""

from __future__ import annotations

import json
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

__all__ = ["Expect", "Report", "Step"]


@dataclass(slots=True)
class Step:
    """One step of the run."""

    name: str
    what: str
    checked: int = 0
    failed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    skipped: str = ""
    seconds: float = 0

    @property
    def state(self) -> str:
        """One word."""
        return "FAILED" if self.failed else "skipped" if self.skipped else "ok"


class Expect:
    """Gathers what a step finds."""

    def __init__(self, step: Step) -> None:
        self.step = step

    def that(self, good: bool, wrong: str) -> bool:
        """Count one thing that was looked at; `wrong` says what is the matter if it is not good."""
        self.step.checked += 1
        if not good:
            self.step.failed.append(wrong)
        return good

    def same(self, what: str, wanted: object, found: object) -> bool:
        """One thing that must be equal to what was wanted."""
        return self.that(wanted == found, f"{what}: expected {wanted!r}, found {found!r}")

    def note(self, text: str) -> None:
        """Something to know that is nothing wrong."""
        self.step.notes.append(text)


@dataclass(slots=True)
class Report:
    """All steps."""

    steps: list[Step] = field(default_factory=list)

    @contextmanager
    def step(self, name: str, what: str) -> Generator[Expect]:
        """Gather one step; an error in it is a failure of that step, and so is one that silently looked at nothing."""
        step = Step(name, what)
        self.steps.append(step)
        started = time.monotonic()
        try:
            yield Expect(step)
            if not step.checked and not step.notes:
                step.failed.append("nothing was looked at")
        except Exception as error:  # whatever it is, it is this step's fault
            step.failed.append(f"{type(error).__name__}: {error}")
        finally:
            step.seconds = round(time.monotonic() - started, 1)

    def skip(self, name: str, what: str, why: str) -> None:
        """A step that was not run, visibly."""
        self.steps.append(Step(name, what, skipped=why))

    def absent(self, name: str, why: str) -> None:
        """Something that this platform does not have: nothing wrong, but said."""
        self.steps.append(Step(name, "", notes=[why]))

    @property
    def failed(self) -> bool:
        """Whether something is wrong, or was not looked at."""
        return not self.steps or any(step.failed or step.skipped for step in self.steps)

    def table(self) -> str:
        """One line for each step, then what went wrong."""
        rows = [("step", "what must hold", "looked at", "s", "")]
        rows += [(s.name, s.what, str(s.checked), f"{s.seconds:.1f}", s.state) for s in self.steps]
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        for step in self.steps:
            lines += [f"  {step.name}: {text}" for text in [*step.failed, *step.notes, step.skipped] if text]
        return "\n".join(lines)

    def write(self, path: Path) -> None:
        """`report.json`."""
        seconds = round(sum(step.seconds for step in self.steps), 1)
        steps = [{"state": step.state, **asdict(step)} for step in self.steps]
        path.write_text(json.dumps({"failed": self.failed, "seconds": seconds, "steps": steps}, indent=1) + "\n")
